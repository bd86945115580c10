// How long it takes from the start to the first page, and from a save to what a real browser shows, with many operations.
//
//   cargo build --release && cd benches/serve && npm ci && npm run measure [-- OPERATIONS [RUNS]]

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { ARGUMENTS, program } from '../../tests/browser/chromium.mjs';

const OPERATIONS = Number(process.argv[2] ?? 10_000);
const RUNS = Number(process.argv[3] ?? 7);
const casefile = process.env.CASEFILE ?? resolve('../../target/release/casefile');
const root = mkdtempSync(join(tmpdir(), 'casefile-bench-'));
const sources = OPERATIONS / 2;

write(root);
const browser = await chromium.launch({ executablePath: program(), args: ARGUMENTS });
try {
  const version = await run(['--version'], /casefile \S+/);
  console.log(`${version[0]}, ${OPERATIONS} operations, ${cpus().length} × ${cpus()[0].model}, median of ${RUNS} (lowest, highest)`);
  await measure('start → first page', async () => {
    const tab = await browser.newPage();
    const painted = await painter(tab);
    const start = performance.now();
    const server = await serve();
    const [, end] = await Promise.all([tab.goto(server.url), painted('Latest operations')]);
    const time = end - start;
    await tab.close();
    await server.stop();
    return time;
  });

  const server = await serve();
  const at = Math.floor(OPERATIONS / 2);
  const file = (path) => join(root, 'content', path);
  const own = file(`operations/op-${at}.md`);
  await saves('a claim → its page', `operations/op-${at}/`, own, (text, word) => text.replace(/\n\n\S+ /, `\n\n${word} `), `## What`);

  await saves('a new claim → its page', `operations/op-${at}/`, own, (text, word) => text.replace(/(\[@[^\]]+\])\n/, `$1\n\n${word} followed. $1\n`), `## What`);

  const country = await browser.newPage();
  await country.goto(`${server.url}countries/nl/`);
  const link = await country.locator('main a[href*="operations/op-"]').first().getAttribute('href');
  await country.close();
  const listed = file(`operations/${/op-\d+/.exec(link)[0]}.md`);
  await saves('a title → a country’s page', 'countries/nl/', listed, (text, word) => text.replace(/title: .*/, `title: ${word}`));

  const [source] = /source-\d+/.exec(readFileSync(own, 'utf8'));
  const where = file(`sources/s${Math.floor(Number(source.slice(7)) / 500)}.yaml`);
  const entry = new RegExp(`(${source}:\\n  type: article\\n  title: ).*`);
  await saves('a source → a page that cites it', `operations/op-${at}/`, where, (text, word) => text.replace(entry, `$1${word}`));
  await server.stop();

  /// Saves a file again and again, with a new word each time, and waits for the word to be on a page.
  async function saves(name, path, file, edit, after = '') {
    const tab = await browser.newPage();
    const painted = await painter(tab);
    await tab.goto(server.url + path);
    let count = 0;
    await measure(name, async () => {
      await new Promise((passed) => setTimeout(passed, 1500));
      const word = `Word${(count += 1)}${Date.now()}`;
      const text = readFileSync(file, 'utf8');
      const from = after ? text.indexOf(after) : 0;
      const saved = text.slice(0, from) + edit(text.slice(from), word);
      const shown = painted(word);
      const start = performance.now();
      writeFileSync(file, saved);
      return (await shown) - start;
    });
    await tab.close();
  }
} finally {
  await browser.close();
  rmSync(root, { recursive: true });
}

/// Measures something several times, after one that does not count, and prints the median.
async function measure(name, once) {
  await once();
  const times = [];
  for (let run = 0; run < RUNS; run += 1) times.push(await once());
  times.sort((a, b) => a - b);
  const ms = (time) => `${time.toFixed(0)} ms`;
  console.log(`${name.padEnd(34)} ${ms(times[times.length >> 1]).padStart(8)}  (${ms(times[0])}, ${ms(times.at(-1))})`);
}

/// Has a tab tell when it has painted a word: gives what waits for one, and then the time.
///
/// The page itself says so, from within: what looks at it from outside does so every so often, and adds up to 100 ms.
async function painter(tab) {
  let wanted = '';
  let seen = () => {};
  await tab.exposeBinding('benchPainted', (_, text) => {
    if (wanted && text.includes(wanted)) seen(performance.now());
  });
  await tab.addInitScript(() => {
    let is_asked = false;
    const look = () => {
      if (is_asked) return;
      is_asked = true;
      // A frame's callbacks come before it is painted, a message after it.
      requestAnimationFrame(() => {
        is_asked = false;
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => window.benchPainted(document.querySelector('main')?.textContent ?? '');
        port2.postMessage(null);
      });
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  });
  return (word) =>
    new Promise((found) => {
      wanted = word;
      seen = found;
    });
}

async function serve() {
  const process = spawn(casefile, ['serve', '--port', '0', '--root', root], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((ended) => process.on('exit', ended));
  const url = await new Promise((found) =>
    createInterface({ input: process.stderr }).on('line', (line) => {
      const match = /serving (http:\S+)/.exec(line);
      if (match) found(match[1]);
    }),
  );
  return {
    url,
    stop() {
      process.kill('SIGINT');
      return ended;
    },
  };
}

function run(args, pattern) {
  const process = spawn(casefile, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((found, failed) => {
    process.on('error', failed);
    createInterface({ input: process.stdout }).on('line', (line) => pattern.test(line) && found(pattern.exec(line)));
  });
}

/// Writes a record: operations of eight claims, half as many sources, a twentieth as many outlets.
function write(root) {
  const put = (path, text) => writeFileSync(join(root, 'content', path), text);
  for (const folder of ['operations', 'sources', 'outlets', 'agencies']) mkdirSync(join(root, 'content', folder), { recursive: true });
  put(
    'site.yaml',
    `title: Big\npolicy: {archive: allow}\nvocabulary:\n  kinds: {takedown: Takedown}\n  roles: {lead: Lead, support: Support}\n` +
      `  facts: {arrests: {label: Arrests, unit: people}}\n`,
  );
  const countries = 'NL BE FR DE GB US CA IT ES PT SE NO FI DK PL CZ AT CH RO BG HR GR IE LU'.split(' ');
  const words = 'servers seized in the country by police with help of partners data taken domains blocked channels removed'.split(' ');
  // The same record every time.
  let seed = 1;
  const pick = (of) => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) % of;
  const date = (n) => `20${10 + (n % 15)}-0${1 + (n % 9)}-1${n % 9}`;
  for (let n = 0; n < OPERATIONS / 20; n += 1) put(`outlets/outlet-${n}.md`, `---\nname: Outlet ${n}\n---\n`);
  for (let n = 0; n < 10; n += 1) put(`agencies/agency-${n}.md`, `---\nname: Agency ${n}\n---\n`);
  for (let file = 0; file * 500 < sources; file += 1) {
    let text = '';
    for (let n = file * 500; n < Math.min((file + 1) * 500, sources); n += 1) {
      text +=
        `source-${n}:\n  type: article\n  title: A report number ${n}\n  date: ${date(n)}\n` +
        `  url: "https://news${n % 97}.example.com/reports/${n}"\n  language: en\n  parent: {type: newspaper, title: Paper ${n % 50}}\n`;
    }
    put(`sources/s${file}.yaml`, text);
  }
  for (let n = 0; n < OPERATIONS; n += 1) {
    const cited = [0, 1, 2, 3].map((at) => `source-${(Math.floor(n / 2) + at * 37) % sources}`);
    let text =
      `---\ntitle: Operation number ${n}\ndate: ${date(n)}\nkind: takedown\ncountries:\n` +
      `  - {id: ${countries[n % 24]}, role: lead, sources: [${cited[0]}]}\n` +
      `  - {id: ${countries[(n + 5) % 24]}, role: support, sources: [${cited[1]}]}\n` +
      `outlets:\n  - {id: outlet-${n % (OPERATIONS / 20)}, sources: [${cited[0]}]}\n` +
      `agencies:\n  - {id: agency-${n % 10}, sources: [${cited[2]}]}\n` +
      `facts:\n  arrests: {value: ${n % 50}, sources: [${cited[3]}]}\n---\n\n## What happened\n\n`;
    for (let claim = 0; claim < 3; claim += 1) {
      const said = Array.from({ length: 25 }, () => words[pick(words.length)]).join(' ');
      text += `${said[0].toUpperCase()}${said.slice(1)}. [@${cited[claim]}]\n\n`;
    }
    put(`operations/op-${n}.md`, text);
  }
}
