// The claim and its sources: a marker leads to its source and back without losing one's place; each claim can be linked to.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, inTab, onEveryPage } from '../browser.mjs';

const CALM = { reducedMotion: 'reduce' };
const SHEET = 'operations/2018-04-amaq/';

const isInWindow = (locator) =>
  locator.evaluate((element) => {
    const box = element.getBoundingClientRect();
    return box.top >= -1 && box.top < innerHeight;
  });
const ground = (locator) => locator.evaluate((element) => getComputedStyle(element).backgroundColor);
const byId = (tab, id) => tab.locator(`[id="${id}"]`);

for (const width of [320, 1440]) {
  test(`a marker leads to its source, and the way back to the same place (${width} px)`, () =>
    inTab({ ...CALM, viewport: { width, height: 700 } }, async (tab) => {
      await tab.goto(address('record', SHEET));
      const marker = tab.locator('.body a.cite').nth(20);
      await marker.scrollIntoViewIfNeeded();
      await tab.evaluate(() => scrollBy(0, 150));
      const before = await tab.evaluate(() => scrollY);
      const claim = await marker.evaluate((link) => link.closest('.claim').id);
      const target = (await marker.getAttribute('href')).slice(1);
      await marker.click();
      assert.equal(new URL(tab.url()).hash, `#${target}`);
      const source = byId(tab, target);
      assert.ok(await isInWindow(source), 'the source is not in the window');
      assert.notEqual(await ground(source), await ground(tab.locator('.references li:not(:target)').first()));

      await tab.goBack();
      assert.ok(Math.abs((await tab.evaluate(() => scrollY)) - before) < 2, 'going back lost the place');

      // And by the links of the source, one of which names the claim.
      await tab.goForward();
      const back = source.locator(`.back a[href="#${claim}"]`);
      assert.equal(await back.count(), 1);
      await back.click();
      assert.equal(new URL(tab.url()).hash, `#${claim}`);
      assert.ok(await isInWindow(byId(tab, claim)), 'the claim is not in the window');
    }));
}

test('every long footer is folded, however the page came', () =>
  inTab(CALM, async (tab) => {
    await tab.goto(address('record', SHEET));
    for (let reload = 0; reload < 5; reload += 1) {
      assert.equal(await tab.locator('footer.claim-sources > details[open]').count(), 0);
      assert.ok((await tab.locator('footer.claim-sources > details').count()) > 10);
      await tab.reload();
    }
  }));

test('every marker says the number of its source', () =>
  onEveryPage(CALM, (tab) =>
    tab.evaluate(() => {
      const problems = [];
      for (const marker of document.querySelectorAll('a.cite[href^="#src-"]')) {
        const source = document.getElementById(decodeURIComponent(marker.hash.slice(1)));
        const number = source && [...source.parentElement.children].indexOf(source) + 1;
        if (!source) problems.push(`${marker.hash} is not on the page`);
        else if (!marker.textContent.includes(String(number))) problems.push(`${marker.textContent} leads to ${number}`);
      }
      return problems.slice(0, 5);
    }),
  ));

test('a permalink shows on hover and on focus, and names its claim', () =>
  inTab(CALM, async (tab) => {
    await tab.goto(address('record', SHEET));
    const claim = tab.locator('.body div.claim[id]').nth(3);
    const link = claim.locator('.permalink').first();
    const opacity = () => link.evaluate((element) => getComputedStyle(element).opacity);
    assert.equal(await opacity(), '0');
    await claim.locator('p').first().hover();
    assert.equal(await opacity(), '1');
    await tab.mouse.move(0, 0);
    await link.focus();
    assert.equal(await opacity(), '1');
    await tab.keyboard.press('Enter');
    assert.equal(new URL(tab.url()).hash, `#${await claim.getAttribute('id')}`);
    assert.notEqual(await ground(claim), 'rgba(0, 0, 0, 0)');
  }));

test('a permalink can be seen where there is no hover', () =>
  inTab({ ...CALM, viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true }, async (tab) => {
    await tab.goto(address('record', SHEET));
    const link = tab.locator('.body div.claim[id] > .permalink').first();
    assert.ok(Number(await link.evaluate((element) => getComputedStyle(element).opacity)) >= 0.5);
  }));

test('an address with a claim opens at the claim, although footers fold above it', () =>
  inTab(CALM, async (tab) => {
    await tab.goto(address('record', SHEET));
    const ids = await tab.locator('.body .claim[id]').evaluateAll((claims) => claims.map((claim) => claim.id));
    for (const id of [ids[0], ids[Math.floor(ids.length / 2)], ids.at(-1)]) {
      await tab.goto('about:blank');
      await tab.goto(address('record', `${SHEET}#${id}`));
      assert.ok(await isInWindow(byId(tab, id)), `${id} is not in the window`);
    }
  }));

test('away from its page a claim leads back to it', async () => {
  for (const path of ['countries/be/', 'outlets/amaq/', 'sources/europol-2018-amaq/', 'disputed/']) {
    await inTab(CALM, async (tab) => {
      await tab.goto(address('record', path));
      const claim = tab.locator('.claim[data-claim*="#"]').first();
      const [slug, id] = (await claim.getAttribute('data-claim')).split('#');
      await claim.locator('.permalink').first().evaluate((link) => link.click());
      await tab.waitForURL(address('record', `operations/${slug}/#${id}`));
      assert.ok(await isInWindow(byId(tab, id)), `${id} is not in the window`);
    });
  }
});
