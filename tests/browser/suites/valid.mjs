// The Nu HTML checker finds no error in any file of any site; one run of Java for all of them.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { fail } from '../fail.mjs';
import { BUILT, SITES } from '../pages.mjs';

const JAR = join(dirname(createRequire(import.meta.url).resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');

function check(...folders) {
  const done = spawnSync('java', ['-Xss4m', '-jar', JAR, '--skip-non-html', '--errors-only', '--format', 'json', ...folders], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (done.error?.code === 'ENOENT') {
    throw new Error('there is no Java: install a runtime, version 11 or later (Debian: `apt-get install default-jre-headless`)');
  }
  assert.equal(done.error, undefined);
  return JSON.parse(done.stderr).messages;
}

test('every file is valid', () => {
  // A file with a mistake goes with them, so that a checker that checks nothing is noticed.
  const planted = mkdtempSync(join(tmpdir(), 'casefile-'));
  writeFileSync(join(planted, 'planted.html'), '<!doctype html><html lang=en><title>A</title><p><div></p></html>');
  try {
    const messages = check(...Object.keys(SITES).map((site) => join(BUILT, site)), planted);
    const [own, others] = [[], []];
    for (const message of messages) (message.url.includes('planted.html') ? own : others).push(message);
    assert.notEqual(own.length, 0, 'the checker did not see the mistake that was planted');
    const lines = others.map(({ url, lastLine, message, extract }) => {
      const file = relative(BUILT, decodeURIComponent(url.replace(/^file:/, '')));
      return `${file}:${lastLine}: ${message} at: ${extract.replaceAll('\n', ' ')}`;
    });
    fail(lines.slice(0, 50), `${lines.length} errors`);
  } finally {
    rmSync(planted, { recursive: true });
  }
});
