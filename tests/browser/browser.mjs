// One Chromium for a suite, the sites it looks at, and what each page is watched for.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import { chromium } from 'playwright-core';
import { ARGUMENTS, program } from './chromium.mjs';
import { fail } from './fail.mjs';
import { BUILT, SITES } from './pages.mjs';
import { serve } from './serve.mjs';

for (const site of Object.keys(SITES)) {
  if (!existsSync(join(BUILT, site, 'index.html'))) {
    throw new Error(`${BUILT} has no site \`${site}\`: run \`cargo test --test browser -- --ignored\`, which builds it`);
  }
}

const servers = {};
for (const [name, { base }] of Object.entries(SITES)) servers[name] = await serve(join(BUILT, name), base);
const browser = await chromium.launch({ executablePath: program(), args: ARGUMENTS });

after(async () => {
  await browser.close();
  await Promise.all(Object.values(servers).map((server) => server.close()));
});

/// Every page of every site: `{site, type, path, url}`.
export const PAGES = Object.entries(SITES).flatMap(([site, { pages }]) =>
  Object.entries(pages).map(([type, path]) => ({ site, type, path, url: servers[site].url + path })),
);

/// The address of a path of a site.
export const address = (site, path = '') => servers[site].url + path;

/// Opens a tab, hands it to `use` and closes it; gives what `use` gives.
///
/// Fails if a page asks another host, asks its own for what is not there, or logs anything.
/// `options` are Playwright's for a context: `viewport`, `colorScheme`, `javaScriptEnabled`, `reducedMotion`, …
export async function inTab(options, use) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  context.setDefaultTimeout(15_000);
  const seen = watch(context);
  try {
    const result = await use(await context.newPage());
    fail(seen, 'a page did what no page does');
    return result;
  } finally {
    await context.close();
  }
}

/// Opens every page, or those that `which` picks, and fails with all that `look` finds on them.
///
/// `look` gets the tab and the page (`{site, type, path, url}`) and gives a list of lines.
export async function onEveryPage(options, look, which = () => true) {
  const problems = [];
  const pages = PAGES.filter(which);
  if (!pages.length) throw new Error('no page was looked at');
  // A tab for each site: one that goes on to another site may ask for the icon of the last, which the next one's policy forbids.
  for (const site of new Set(pages.map((page) => page.site))) {
    await inTab(options, async (tab) => {
      for (const page of pages.filter((page) => page.site === site)) {
        await tab.goto(page.url);
        const found = await look(tab, page);
        problems.push(...found.map((problem) => `${page.site}: /${page.path} (${page.type}): ${problem}`));
      }
    });
  }
  fail(problems, `${problems.length} problems`);
}

/// Opens whatever a page folds.
export const unfold = (tab) =>
  tab.evaluate(() => document.querySelectorAll('details').forEach((part) => (part.open = true)));

/// What happens in the tabs of a context that no page of a site may do, as it happens.
export function watch(context) {
  const seen = [];
  const own = Object.values(servers).map((server) => server.url);
  context.on('request', (request) => {
    const url = request.url();
    if (!own.some((start) => url.startsWith(start))) seen.push(`asked for ${url}`);
  });
  context.on('response', (response) => {
    const isPage = response.request().isNavigationRequest();
    if (response.status() >= 400 && !isPage) seen.push(`${response.url()} answered ${response.status()}`);
  });
  context.on('requestfailed', (request) => {
    // A tab that goes on to another page leaves what it was fetching for the last.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') seen.push(`${request.url()} failed: ${request.failure()?.errorText}`);
  });
  context.on('weberror', (error) => seen.push(`threw: ${error.error()}`));
  context.on('console', (message) => {
    // Chromium tells of a page that is not there; that is what the page is for.
    if (message.text().includes('404') && message.page()?.url().includes('/no-such/')) return;
    seen.push(`${message.page()?.url()} logged ${message.type()}: ${message.text()}`);
  });
  return seen;
}
