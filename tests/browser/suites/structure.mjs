// Landmarks, headings and names: what a screen reader finds its way by.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { test } from 'node:test';
import { PAGES, address, inTab, onEveryPage } from '../browser.mjs';
import { fail } from '../fail.mjs';
import { BUILT, FOLDERS, SITES } from '../pages.mjs';

/// The type of a page by its path: what stands for one thing among many is the same for each of them.
function type(path) {
  const [folder, ...rest] = path.replace(/page\/\d+\/$/, 'page/').split('/').filter(Boolean);
  if (!FOLDERS.includes(folder) || !rest.length) return [folder, ...rest].filter(Boolean).join('/');
  return rest[0] === 'page' ? `${folder}/page` : [folder, '*', ...rest.slice(1)].join('/');
}

test('every type of page is looked at', () => {
  for (const [site, { pages }] of Object.entries(SITES)) {
    const root = join(BUILT, site);
    const known = new Set(Object.values(pages).map(type));
    const missed = new Map();
    for (const file of readdirSync(root, { recursive: true })) {
      const path = relative('.', file).split(sep).join('/');
      if (!path.endsWith('index.html')) continue;
      const of = type(path.slice(0, -'index.html'.length));
      const isRedirect = () => readFileSync(join(root, file), 'utf8').includes('http-equiv="refresh"');
      if (!known.has(of) && !isRedirect()) missed.set(of, path);
    }
    // The sites differ in what they have many parts of; one look at each is enough.
    const everywhere = new Set(Object.values(SITES).flatMap(({ pages }) => Object.values(pages).map(type)));
    const lines = [...missed].filter(([of]) => !everywhere.has(of)).map(([, path]) => `${site}: ${path}`);
    fail(lines, 'add these to pages.mjs');
  }
});

/// What is wrong with the outline of a page. Runs in the page.
function outline() {
  const problems = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const one = (selector, what) => {
    const count = all(selector).length;
    if (count !== 1) problems.push(`${count} of ${what}`);
  };
  one('h1', 'h1');
  one('main', 'main');
  one('body > header', 'banner');
  one('body > footer', 'contentinfo');

  let last = 0;
  for (const heading of all('h1, h2, h3, h4, h5, h6')) {
    const level = Number(heading.localName[1]);
    if (level > last + 1) problems.push(`h${level} after h${last}: ${heading.textContent.trim()}`);
    if (!heading.textContent.trim()) problems.push(`an empty h${level}`);
    last = level;
  }

  const labelOf = (nav) => document.getElementById(nav.getAttribute('aria-labelledby'))?.textContent ?? nav.ariaLabel ?? '';
  const labels = all('nav').map(labelOf);
  if (labels.includes('')) problems.push('a nav without a label');
  if (new Set(labels).size < labels.length) problems.push(`navs with one label: ${labels.join(', ')}`);

  const isOutside = (element) => !element.closest('header, nav, main, footer, .skip, script');
  const stray = all('body *').filter((element) => isOutside(element) && element.textContent.trim());
  for (const element of stray) problems.push(`outside of every landmark: ${element.outerHTML.slice(0, 80)}`);

  for (const table of all('table')) {
    // Markdown knows no captions: a table in a text is told by the text before it.
    if (!table.caption?.textContent.trim() && !table.closest('.body')) problems.push('a table without a caption');
    if (table.querySelector('th:not([scope])')) problems.push(`a th without scope: ${table.caption?.textContent}`);
  }
  const ids = all('[id]').map((element) => element.id);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  if (twice.length) problems.push(`ids that stand twice: ${twice.join(', ')}`);
  for (const link of all('a[href^="#"]')) {
    if (!document.getElementById(decodeURIComponent(link.hash.slice(1)))) problems.push(`${link.hash} leads nowhere`);
  }
  for (const control of all('a[href], button, summary, input:not([type=hidden]), select')) {
    const label = control.labels?.[0]?.textContent ?? '';
    const name = control.getAttribute('aria-label') || control.textContent.trim() || label || control.title;
    if (!name) problems.push(`without a name: ${control.outerHTML.slice(0, 120)}`);
  }
  const { lang, dir } = document.documentElement;
  if (!lang) problems.push('no language');
  if ((dir === 'rtl') !== lang.startsWith('ar')) problems.push(`language ${lang}, direction ${dir || 'ltr'}`);
  return problems;
}

test('landmarks and headings are in order', () => onEveryPage({}, (tab) => tab.evaluate(outline)));

test('every page has its own title and a description', async () => {
  const seen = new Map();
  await onEveryPage({ javaScriptEnabled: false }, async (tab, { site, path }) => {
    const title = await tab.title();
    const other = seen.get(`${site}: ${title}`);
    seen.set(`${site}: ${title}`, path);
    const description = await tab.evaluate(() => document.querySelector('meta[name="description"]')?.content ?? '');
    return [
      ...(other === undefined ? [] : [`has the title of /${other}: ${title}`]),
      ...(description.trim() ? [] : ['no description']),
    ];
  });
});

test('a page from right to left is mirrored', () =>
  onEveryPage(
    {},
    (tab) =>
      tab.evaluate(() => {
        const problems = [];
        const start = (selector) => {
          const box = document.querySelector(selector)?.getBoundingClientRect();
          return box && box.left + box.width / 2 < innerWidth / 2 ? 'left' : 'right';
        };
        if (start('.site a') !== 'right') problems.push('the name of the site is on the left');
        if (document.querySelector('.crumbs') && start('.crumbs li') !== 'right') problems.push('the path starts on the left');
        for (const element of document.querySelectorAll('main, h1, p, li, td, th, dd')) {
          // What is in another language has a direction of its own.
          if (element.closest('[dir]') !== document.documentElement) continue;
          if (getComputedStyle(element).direction !== 'rtl') problems.push(`left to right: ${element.outerHTML.slice(0, 80)}`);
        }
        return problems;
      }),
    ({ site }) => site === 'arabic',
  ));

test('words of another language say so', async () => {
  await inTab({ javaScriptEnabled: false }, async (tab) => {
    await tab.goto(address('odd', 'sources/arabic-2018/'));
    assert.equal(await tab.locator('h1 [lang="ar"], h1[lang="ar"]').first().evaluate((title) => getComputedStyle(title).direction), 'rtl');
    await tab.goto(address('odd', 'operations/long/'));
    const sources = tab.locator('#foreign li[data-source]');
    const languages = (all) => all.map((source) => source.querySelector('[lang]')?.lang ?? 'none');
    assert.deepEqual(await sources.evaluateAll(languages), ['ar', 'ja', 'de', 'none']);
  });
  await inTab({ javaScriptEnabled: false }, async (tab) => {
    await tab.goto(address('arabic', 'sources/paper-2018/'));
    assert.equal(await tab.locator('h1 [lang="en"], h1[lang="en"]').first().evaluate((title) => getComputedStyle(title).direction), 'ltr');
  });
});

test('the test itself sees a heading that is skipped', () =>
  inTab({}, async (tab) => {
    await tab.goto(PAGES[0].url);
    await tab.evaluate(() => document.querySelector('h1').after(document.createElement('h4')));
    assert.match((await tab.evaluate(outline)).join(), /h4 after h1/);
  }));
