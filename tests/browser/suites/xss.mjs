// Nothing that an editor can write becomes live, on any page and in any file, also where no policy forbids it.
//
// `sites/hostile/` has the same text in every place that takes one; `browser.rs` builds it once with each of the texts that would
// become live somewhere. Each carries a number, by which a failure names the place that it came from.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { chromium } from 'playwright-core';
import { ARGUMENTS, program } from '../chromium.mjs';
import { fail } from '../fail.mjs';
import { BUILT } from '../pages.mjs';
import { serve } from '../serve.mjs';

const FOLDER = join(BUILT, 'hostile');
const SITES = existsSync(FOLDER) ? readdirSync(FOLDER) : [];
if (!SITES.length) throw new Error(`${FOLDER} has no sites: run \`cargo test --test browser -- --ignored\`, which builds them`);

const browser = await chromium.launch({ executablePath: program(), args: ARGUMENTS });
const servers = {};
for (const site of SITES) servers[site] = await serve(join(FOLDER, site));
after(async () => {
  await browser.close();
  await Promise.all(Object.values(servers).map((server) => server.close()));
});

const files = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(join(folder, entry.name)).map((path) => `${entry.name}/${path}`) : [entry.name],
  );
const filesOf = (site, ending) => files(join(FOLDER, site)).filter((path) => path.endsWith(ending));
const textOf = (site, path) => readFileSync(join(FOLDER, site, path), 'utf8');

/// Opens a tab without any policy, hands it to `use`, and gives what came alive in it.
async function inTab(site, use) {
  const context = await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce' });
  context.setDefaultTimeout(15_000);
  const seen = [];
  await context.exposeFunction('__xss', (place) => seen.push(`the text ${place} ran as script`));
  // What asks is dismissed, or the page would wait for an answer.
  context.on('dialog', (dialog) => dialog.dismiss().then(() => seen.push(`a dialog: ${dialog.message()}`)));
  context.on('weberror', (error) => seen.push(`threw: ${error.error()}`));
  context.on('console', (message) => {
    if (!/404/.test(message.text())) seen.push(`logged ${message.type()}: ${message.text()}`);
  });
  context.on('request', (request) => {
    if (!request.url().startsWith(servers[site].url)) seen.push(`asked for ${request.url()}`);
  });
  context.on('response', (response) => {
    const isPage = response.request().isNavigationRequest();
    if (response.status() >= 400 && !isPage) seen.push(`asked for ${response.url()}, which is not there`);
  });
  try {
    const tab = await context.newPage();
    await use(tab, (found) => seen.push(...found));
    return seen;
  } finally {
    await context.close();
  }
}

/// Opens a tab for each site, and fails with all that came alive.
async function onEverySite(use) {
  const problems = [];
  for (const site of SITES) {
    const seen = await inTab(site, (tab, report) => use(tab, site, report));
    problems.push(...new Set(seen.map((problem) => `${site}: ${problem}`)));
  }
  fail(problems, `${problems.length} texts came alive`);
}

/// What there is in a document that no page has: what was planted, handlers, scripts of no file, addresses that run.
const live = (root = document) => {
  const found = [];
  const said = (node) => node.outerHTML.slice(0, 160);
  for (const node of root.querySelectorAll('*')) {
    for (const { name, value } of node.attributes) {
      if (name === 'data-planted' || name.startsWith('on')) found.push(`an attribute ${name}: ${said(node)}`);
      // As a browser reads an address: blanks and control characters before and in its scheme count for nothing.
      const scheme = value.replace(/[\u0000-\u0020]/g, '').toLowerCase();
      if (/^(javascript|vbscript|data):/.test(scheme)) found.push(`an address in ${name}: ${said(node)}`);
      if (name === 'srcdoc' || name === 'formaction') found.push(`an attribute ${name}: ${said(node)}`);
    }
    const kind = node.localName;
    if (['iframe', 'object', 'embed', 'applet', 'base', 'frame', 'portal'].includes(kind)) found.push(`an element: ${said(node)}`);
    const isData = node.getAttribute('type') === 'application/ld+json';
    if (kind === 'script' && !isData && !node.getAttribute('src')) found.push(`a script: ${said(node)}`);
    if (kind === 'style' && root === document) found.push(`a style: ${said(node)}`);
  }
  return found;
};

/// The same of an HTML that somebody else shows: a feed's, a bibliography's.
const liveIn = (html) => {
  // Parsed as a feed reader does, without running anything.
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  return window.__live(parsed);
};

async function learn(tab) {
  await tab.evaluate(`window.__live = ${live}; window.__liveIn = ${liveIn};`);
}

async function look(tab, report, what) {
  await learn(tab);
  const found = await tab.evaluate(() => window.__live());
  report(found.map((problem) => `${what}: ${problem}`));
}

test('nothing comes alive on any page, whatever is pointed at, opened or has the focus', () =>
  onEverySite(async (tab, site, report) => {
    const pages = filesOf(site, '.html');
    assert.ok(pages.length > 25, `${pages.length} pages`);
    for (const page of pages) {
      await tab.goto(servers[site].url + page);
      await look(tab, report, page);
      await tab.evaluate(() => {
        document.querySelectorAll('details').forEach((part) => (part.open = true));
        for (const node of document.querySelectorAll('*')) {
          for (const type of ['mouseover', 'mouseenter', 'pointerenter', 'focus', 'focusin']) {
            node.dispatchEvent(new Event(type, { bubbles: type !== 'focus' }));
          }
        }
      });
      // The popover of a marker is written by script.
      const marker = tab.locator('a.cite').first();
      if (await marker.count()) {
        await marker.hover({ force: true });
        await marker.focus();
        await tab.waitForTimeout(60);
      }
      await look(tab, report, `${page}, pointed at`);
    }
  }));

test('nothing comes alive of what is looked for or what lists are filtered by', () =>
  onEverySite(async (tab, site, report) => {
    const title = await textOfTitle(tab, site);
    for (const query of [title, 'agency', 'so', 'alias', 'xss', 'planted', 'said', '<script>__xss(0)</script>', '"><img src=x onerror=__xss(0)>']) {
      await tab.goto(`${servers[site].url}search/?q=${encodeURIComponent(query)}`);
      await tab.waitForFunction(() => document.getElementById('ui-status').textContent.trim());
      await look(tab, report, `search for ${query}`);
      await tab.locator('main input[type=search], main input[name=q]').first().fill(`${query} x`);
      await tab.waitForTimeout(60);
      await look(tab, report, `search for ${query}, typed`);
    }
    let results = 0;
    await tab.goto(`${servers[site].url}search/?q=agency`);
    await tab.locator('#ui-results > li').first().waitFor();
    results += await tab.locator('#ui-results > li').count();
    assert.ok(results, 'the search finds nothing, so nothing was tried');
    for (const list of ['operations/', 'sources/']) {
      await tab.goto(servers[site].url + list);
      const inputs = tab.locator('main input:visible');
      for (let n = 0; n < (await inputs.count()); n += 1) await inputs.nth(n).fill('<img src=x onerror=__xss(0)>');
      await tab.waitForTimeout(60);
      await look(tab, report, `${list} filtered`);
      for (let n = 0; n < (await inputs.count()); n += 1) await inputs.nth(n).fill('');
      await tab.waitForTimeout(60);
      await look(tab, report, `${list} unfiltered`);
    }
  }));

const textOfTitle = async (tab, site) => {
  await tab.goto(`${servers[site].url}operations/one/`);
  return tab.locator('h1').innerText();
};

test('feeds are well formed, and what a reader shows of them is not live', () =>
  onEverySite(async (tab, site, report) => {
    await tab.goto(servers[site].url);
    await learn(tab);
    const feeds = filesOf(site, '.xml');
    assert.ok(feeds.length > 5, `${feeds.length} feeds`);
    for (const feed of feeds) {
      const found = await tab.evaluate((xml) => {
        const parsed = new DOMParser().parseFromString(xml, 'application/xml');
        if (parsed.querySelector('parsererror')) return ['is not well formed'];
        const html = [...parsed.querySelectorAll('[type=html]')].flatMap((node) => window.__liveIn(node.textContent));
        return [...window.__live(parsed), ...html];
      }, textOf(site, feed));
      report(found.map((problem) => `${feed}: ${problem}`));
    }
    for (const feed of filesOf(site, 'feed.json')) {
      const { items } = JSON.parse(textOf(site, feed));
      for (const { content_html: html } of items) {
        report((await tab.evaluate((html) => window.__liveIn(html), html ?? '')).map((problem) => `${feed}: ${problem}`));
      }
    }
    // The files themselves, as a browser shows them.
    for (const feed of ['atom.xml', 'sitemap.xml', 'feed.json', 'api/v1/claims.json', 'api/v1/sources.bib', 'robots.txt']) {
      if (!existsSync(join(FOLDER, site, feed))) continue;
      await tab.goto(servers[site].url + feed).catch((error) => assert.match(error.message, /Download|ERR_ABORTED/));
    }
  }));

test('what is HTML in data is not live, and data are whole', () =>
  onEverySite(async (tab, site, report) => {
    await tab.goto(servers[site].url);
    await learn(tab);
    const strings = (value) => (typeof value === 'string' ? [value] : value && typeof value === 'object' ? Object.values(value).flatMap(strings) : []);
    for (const path of filesOf(site, '.json')) {
      const data = JSON.parse(textOf(site, path));
      const keyed = (value) => Object.entries(value ?? {}).flatMap(([key, inner]) => (typeof inner === 'object' ? keyed(inner) : /html/.test(key) ? strings(inner) : []));
      for (const html of keyed(data)) {
        report((await tab.evaluate((html) => window.__liveIn(html), html)).map((problem) => `${path}: ${problem}`));
      }
    }
    for (const page of filesOf(site, '.html')) {
      const blocks = textOf(site, page).split('<script type="application/ld+json">').slice(1);
      for (const block of blocks) JSON.parse(block.split('</script>')[0]);
    }
  }));

test('no cell of a table is a formula, and no line of a host’s file is one that an editor wrote', () => {
  for (const site of SITES) {
    const tables = filesOf(site, '.csv');
    assert.ok(tables.length >= 4, `${tables.length} tables`);
    for (const path of tables) {
      const cells = textOf(site, path).matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g);
      for (const [, quoted, plain] of cells) assert.doesNotMatch(quoted ?? plain, /^[=+@\t\r]|^-(?!\d)/, `${site}: ${path}`);
    }
    for (const path of ['_headers', '_redirects', 'robots.txt']) {
      assert.doesNotMatch(textOf(site, path), /__xss|planted/, `${site}: ${path}`);
    }
  }
});

test('the test itself sees what is live', async () => {
  const site = SITES.find((site) => textOf(site, 'operations/one/index.html').includes('&lt;script data-planted'));
  const page = textOf(site, 'operations/one/index.html');
  const undone = page.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"');
  const seen = await inTab(site, async (tab, report) => {
    await tab.route('**/planted/', (route) => route.fulfill({ contentType: 'text/html', body: undone }));
    await tab.goto(`${servers[site].url}planted/`);
    await look(tab, report, 'planted');
    await tab.waitForTimeout(100);
  });
  assert.ok(seen.some((line) => /^the text \d+ ran as script$/.test(line)), seen.join('\n'));
  assert.ok(seen.some((line) => /an attribute data-planted/.test(line)), seen.join('\n'));
  for (const [html, expected] of [
    ['<a href="java\nscript:alert(1)">x</a>', /an address in href/],
    ['<img src=x onerror="alert(1)">', /an attribute onerror/],
    ['<iframe src="/"></iframe>', /an element/],
    ['<script>1</script>', /a script/],
  ]) {
    await inTab(site, async (tab) => {
      await tab.goto(servers[site].url);
      await learn(tab);
      const found = await tab.evaluate((html) => window.__liveIn(html), html);
      assert.match(found.join('\n'), expected);
    });
  }
});
