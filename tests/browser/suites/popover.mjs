// The reference beside a marker, the way back from a source, and the buttons that copy.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, inTab } from '../browser.mjs';

const SHEET = 'operations/2018-04-amaq/';
const CALM = { reducedMotion: 'reduce' };

test('a marker that is pointed at shows its reference beside it, and Escape takes it away', () =>
  inTab(CALM, async (tab) => {
    await tab.goto(address('record', SHEET));
    const marker = tab.locator('.body a.cite').nth(12);
    const source = tab.locator(`[id="${(await marker.getAttribute('href')).slice(1)}"]`);
    await marker.hover();
    const pop = tab.locator('.pop');
    await pop.waitFor();
    const said = (await pop.innerText()).replace(/\s+/g, ' ').trim();
    assert.ok((await source.innerText()).replace(/\s+/g, ' ').includes(said.slice(0, 60)), said);
    const [at, is] = await Promise.all([marker.boundingBox(), pop.boundingBox()]);
    assert.ok(Math.abs(is.y - at.y - at.height) < 12 || Math.abs(is.y + is.height - at.y) < 12, 'it is not beside its marker');
    assert.ok(is.x >= 0 && is.x + is.width <= 1440, 'it leaves the window');
    // One can go over to it, to follow a link in it.
    await pop.hover();
    await tab.waitForTimeout(500);
    assert.ok(await pop.isVisible(), 'it went away under the pointer');
    await tab.keyboard.press('Escape');
    assert.equal(await pop.isVisible(), false);
  }));

test('a marker that has the focus shows its reference, which is no stop of its own', () =>
  inTab(CALM, async (tab) => {
    await tab.goto(address('record', SHEET));
    const markers = tab.locator('.body a.cite');
    await markers.nth(2).focus();
    await tab.locator('.pop').waitFor();
    assert.equal(await markers.nth(2).getAttribute('aria-describedby'), 'ui-pop');
    await tab.keyboard.press('Tab');
    assert.ok(await markers.nth(3).evaluate((link) => link === document.activeElement), 'the next marker is not the next stop');
    await tab.waitForFunction(() => document.querySelector('.pop')?.previousElementSibling === document.activeElement);
  }));

test('a marker is a link to its source all the same, where the way back is marked', () =>
  inTab(CALM, async (tab) => {
    await tab.goto(address('record', SHEET));
    const marker = tab.locator('.body a.cite').nth(12);
    const claim = await marker.evaluate((link) => link.closest('[data-claim]').id);
    await marker.click();
    const back = tab.locator('.came-from');
    assert.deepEqual(await back.evaluateAll((links) => links.map((link) => decodeURIComponent(link.hash))), [`#${claim}`]);
  }));

test('what is to be cited can be copied, as it stands there', async () => {
  const clipboard = { ...CALM, permissions: ['clipboard-read', 'clipboard-write'] };
  await inTab(clipboard, async (tab) => {
    await tab.goto(address('record', SHEET));
    const summary = tab.locator('.cite-page summary', { hasText: 'BibTeX' });
    await summary.click();
    await tab.locator('.cite-page details[open] button').click();
    const copied = await tab.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /^@online\{2018-04-amaq,\n/);
    assert.match(copied, /url = \{https:\/\/example\.org\/takedowns\/operations\/2018-04-amaq\/\}/);
    await tab.locator('.cite-page details[open] button', { hasText: 'Copied' }).waitFor();
  });
});

test('who comes back from a source is at the marker again', () =>
  inTab(CALM, async (tab) => {
    await tab.goto(address('record', SHEET));
    const marker = tab.locator('.body a.cite').nth(12);
    await marker.focus();
    await tab.keyboard.press('Enter');
    await tab.waitForURL(/#src-/);
    const there = await tab.evaluate(() => scrollY);
    await tab.goBack();
    await tab.waitForFunction((there) => scrollY !== there, there);
    assert.ok(await marker.evaluate((link) => link === document.activeElement), 'the focus is elsewhere');
    const { y, height } = await marker.boundingBox();
    assert.ok(y >= 0 && y + height <= tab.viewportSize().height, 'it is not in the window');
    assert.equal(await tab.locator('.pop').isVisible(), false);
  }));
