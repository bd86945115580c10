// Lighthouse on every type of page of this repository's site, the median of three runs each.
//
// `npm ci && npm run measure`, or `npm run measure -- country year` for those types alone. Not part of the tests: it takes
// minutes, and its figures for performance depend on how busy the machine is.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import lighthouse from 'lighthouse';
import { launch } from 'chrome-launcher';
import { ARGUMENTS, program } from '../chromium.mjs';
import { SITES } from '../pages.mjs';
import { serve } from '../serve.mjs';

const ROOT = resolve(fileURLToPath(import.meta.url), '../../../..');
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const RUNS = 3;

const wanted = process.argv.slice(2);
const known = SITES.record.pages;
const unknown = wanted.filter((type) => !(type in known));
if (unknown.length) {
  console.error(`no such type of page: ${unknown.join(', ')}; there are: ${Object.keys(known).join(', ')}`);
  process.exit(2);
}
// What is not found is not to be indexed, which costs it the points for search engines.
const types = wanted.length ? wanted : Object.keys(known).filter((type) => type !== 'not found');

const folder = mkdtempSync(join(tmpdir(), 'casefile-'));
const site = join(folder, 'site');
const server = await serve(site, '/');
const built = spawnSync('cargo', ['run', '--quiet', '--', 'build', '--base-url', server.url, '--output-dir', site], {
  cwd: ROOT,
  stdio: 'inherit',
});
if (built.status !== 0) process.exit(1);
const chrome = await launch({ chromePath: program(), chromeFlags: ['--headless=new', ...ARGUMENTS] });

let isPerfect = true;
try {
  console.log(`${'page'.padEnd(30)}${CATEGORIES.map((name) => name.padStart(16)).join('')}`);
  for (const type of types) {
    const runs = [];
    for (let run = 0; run < RUNS; run += 1) {
      const { lhr } = await lighthouse(server.url + known[type], { port: chrome.port, output: 'json', logLevel: 'error', onlyCategories: CATEGORIES });
      if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
      runs.push(lhr);
    }
    const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(RUNS / 2)];
    const scores = CATEGORIES.map((name) => Math.round(100 * median(runs.map((run) => run.categories[name].score))));
    console.log(`${type.padEnd(30)}${scores.map((score) => String(score).padStart(16)).join('')}`);
    isPerfect &&= scores.every((score) => score === 100);
    for (const [at, name] of CATEGORIES.entries()) if (scores[at] < 100) explain(runs[RUNS - 1], name);
  }
} finally {
  await chrome.kill();
  await server.close();
  rmSync(folder, { recursive: true });
}
process.exit(isPerfect ? 0 : 1);

/// What costs a page the points of a category.
function explain(run, category) {
  for (const { id, weight } of run.categories[category].auditRefs) {
    const { score, title, displayValue = '', details } = run.audits[id];
    if (!weight || score === null || score === 1) continue;
    const items = (details?.items ?? []).slice(0, 3).map((item) => item.node?.snippet ?? item.url ?? item.description ?? '');
    console.log(`    ${id}: ${title} ${displayValue} ${items.join(' | ')}`);
  }
}
