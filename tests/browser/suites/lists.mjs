// Lists that sort and filter over all their rows, with the state in the address.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, inTab } from '../browser.mjs';

const CALM = { reducedMotion: 'reduce' };
const titles = (tab) => tab.locator('table tbody th[scope=row] a').allInnerTexts();
const status = (tab) => tab.locator('#ui-status').innerText();

test('a filter counts, narrows and can be taken back', () =>
  inTab(CALM, async (tab) => {
    await tab.goto(address('record', 'operations/'));
    const all = await titles(tab);
    const choice = tab.locator('select[name=country] option', { hasText: /^Belgium/ });
    const count = Number((await choice.innerText()).match(/\((\d+)\)/)[1]);
    await tab.locator('select[name=country]').selectOption(await choice.getAttribute('value'));
    await tab.waitForURL(/\?country=be$/);
    await tab.waitForFunction((count) => document.querySelectorAll('table tbody tr').length === count, count);
    assert.equal(await status(tab), `${count} of ${all.length}`);
    await tab.goBack();
    await tab.waitForFunction((count) => document.querySelectorAll('table tbody tr').length === count, all.length);
    assert.deepEqual(await titles(tab), all);
  }));

test('an address with a state shows it', () =>
  inTab(CALM, async (tab) => {
    await tab.goto(address('record', 'operations/?text=amaq&sort=date'));
    await tab.waitForFunction(() => document.querySelector('th[data-key=date]').getAttribute('aria-sort') === 'ascending');
    const found = await titles(tab);
    assert.ok(found.length >= 3);
    assert.match(found[0], /First strike at Amaq/);
  }));

test('a filter that nothing passes says so', () =>
  inTab(CALM, async (tab) => {
    await tab.goto(address('record', 'operations/?text=zzz'));
    await tab.waitForFunction(() => !document.querySelector('table tbody tr'));
    assert.match(await status(tab), /^Nothing was found\. 0 of \d+$/);
  }));

test('a heading sorts, says so, and keeps its place', () =>
  inTab(CALM, async (tab) => {
    await tab.goto(address('record', 'operations/'));
    const heading = tab.locator('th[data-key=title]');
    const before = await heading.boundingBox();
    await heading.locator('button').click();
    await tab.waitForFunction(() => document.querySelector('th[data-key=title]').getAttribute('aria-sort') === 'ascending');
    const found = await titles(tab);
    assert.deepEqual(found, found.toSorted(new Intl.Collator('en', { numeric: true }).compare));
    assert.ok(Math.abs((await heading.boundingBox()).y - before.y) < 2, 'the list jumped');
  }));

test('rows that are not on the page are found too', () =>
  inTab(CALM, async (tab) => {
    await tab.goto(address('odd', 'operations/'));
    const shown = await titles(tab);
    await tab.locator('th[data-key=date] button').click();
    await tab.waitForFunction((first) => document.querySelector('table tbody th a').textContent !== first, shown[0]);
    const [first] = await titles(tab);
    assert.ok(!shown.includes(first), `${first} was on the page already`);
  }));

test('without script a list is a plain table', () =>
  inTab({ ...CALM, javaScriptEnabled: false }, async (tab) => {
    await tab.goto(address('record', 'operations/'));
    assert.equal(await tab.locator('form.filters').isVisible(), false);
    assert.equal(await tab.locator('th button').count(), 0);
    assert.ok((await titles(tab)).length > 20);
  }));

test('countries sort by how many operations they took part in, and by when', () =>
  inTab(CALM, async (tab) => {
    await tab.goto(address('record', 'countries/'));
    const plain = await tab.locator('table tbody tr').first().innerHTML();
    const cells = (n) => tab.locator(`table tbody td:nth-of-type(${n})`).allInnerTexts();
    const counts = (await cells(1)).map(Number);
    await tab.locator('th[data-key=operations] button').click();
    await tab.waitForURL(/\?sort=-operations$/);
    await tab.waitForFunction(() => document.querySelector('th[data-key=operations]').getAttribute('aria-sort') === 'descending');
    assert.deepEqual((await cells(1)).map(Number), counts.toSorted((a, b) => b - a));
    await tab.locator('[name=text]').fill('alba');
    await tab.waitForFunction(() => document.querySelectorAll('table tbody tr').length === 1);
    assert.deepEqual(await titles(tab), ['Albania']);
    // A row that the script makes is the row of the page, with the dates as plain text.
    const text = (html) => html.replace(/<[^>]*>/g, '');
    assert.equal(text(await tab.locator('table tbody tr').innerHTML()), text(plain));
  }));

test('on a phone each cell says what it is, as it was and once sorted', () =>
  inTab({ ...CALM, viewport: { width: 390, height: 800 } }, async (tab) => {
    await tab.goto(address('record', 'operations/'));
    const row = () => tab.locator('tbody tr', { hasText: 'Foundation’s servers' }).innerText();
    const before = await row();
    assert.match(before, /Led by: Spain\s+Outlets: .*Fahras and 1 more/);
    await tab.locator('th[data-key=title] button').click();
    await tab.waitForURL(/sort=title$/);
    await tab.waitForFunction(() => document.querySelector('th[data-key=title]').ariaSort === 'ascending');
    assert.equal(await row(), before);
  }));
