// Search: from the head of every page, over claims and things, in every script, and without leaving the site.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, inTab, onEveryPage } from '../browser.mjs';

const CALM = { reducedMotion: 'reduce' };
const results = (tab) => tab.locator('#ui-results > li');

async function ask(tab, query) {
  await tab.goto(address('record', `search/?q=${encodeURIComponent(query)}`));
  await tab.waitForFunction(() => document.getElementById('ui-status').textContent.trim());
}

test('the key / leads to the search from every page that has it', () =>
  onEveryPage(
    CALM,
    async (tab) => {
      await tab.keyboard.press('/');
      const is = await tab.evaluate(() => document.activeElement.getAttribute('name'));
      return is === 'q' ? [] : [`the focus is on ${is}`];
    },
    ({ site, type }) => site === 'record' && type !== 'not found',
  ));

test('what is typed in the head of a page is looked for', () =>
  inTab(CALM, async (tab) => {
    await tab.goto(address('record', 'operations/2018-04-amaq/'));
    await tab.locator('.find input').fill('HOPPER');
    await tab.keyboard.press('Enter');
    await tab.waitForURL(/search\/\?q=HOPPER$/);
    await results(tab).first().waitFor();
    assert.match(await results(tab).first().innerText(), /HOPPER II/);
  }));

test('a result leads to the claim that has the words', () =>
  inTab(CALM, async (tab) => {
    await ask(tab, 'punched big hole');
    const link = results(tab).locator('ul a', { hasText: 'punched a big hole' }).first();
    assert.match(await link.getAttribute('href'), /operations\/2018-04-amaq\/#big-hole$/);
    await link.click();
    await tab.locator('#big-hole').waitFor();
  }));

for (const [query, expected] of [
  ['أعماق', /Amaq News Agency/],
  ['إذاعة البيان', /al-Bayan radio/],
  ['Европол отстрани', /Европол отстрани/],
  ['rodriguez vazquez', /I’LAM/],
  ['reykjav', /Reykjavik/],
]) {
  test(`“${query}” finds what is meant`, () =>
    inTab(CALM, async (tab) => {
      await ask(tab, query);
      assert.match(await tab.locator('#ui-results').innerText(), expected);
    }));
}

test('of operations that say a thing, the one that says it most comes first, with all that it says', () =>
  inTab(CALM, async (tab) => {
    await ask(tab, '26000');
    const first = results(tab).filter({ hasText: 'Operation ·' }).first();
    assert.match(await first.locator('h2').innerText(), /Referral action against Amaq/);
    assert.match(await first.locator('mark').first().innerText(), /26,000/);
    const rest = first.locator('details');
    const told = Number((await rest.locator('summary').innerText()).match(/\d+/)[0]);
    await rest.locator('summary').click();
    assert.equal(await rest.locator('li:visible').count(), told);
  }));

test('kind and year narrow the results, and stand in the address', () =>
  inTab(CALM, async (tab) => {
    await ask(tab, 'servers');
    const before = await tab.locator('#ui-status').innerText();
    await tab.locator('select[name=kind]').selectOption('operation');
    await tab.locator('select[name=year]').selectOption('2018');
    await tab.waitForURL(/kind=operation&year=2018/);
    await tab.waitForFunction((before) => document.getElementById('ui-status').textContent !== before, before);
    await results(tab).first().waitFor();
    for (const text of await results(tab).locator('p.when').allInnerTexts()) assert.match(text, /^Operation · .*2018/);
    await tab.goBack();
    await tab.goBack();
    await tab.waitForFunction((before) => document.getElementById('ui-status').textContent === before, before);
  }));

test('nothing found is said', () =>
  inTab(CALM, async (tab) => {
    await ask(tab, 'zzzzqqqq');
    assert.equal(await tab.locator('#ui-status').innerText(), 'Nothing was found.');
    assert.equal(await results(tab).count(), 0);
  }));
