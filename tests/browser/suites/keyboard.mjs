// Every page can be used from the keyboard: the way past the navigation, an order that is the page's, a focus that is seen.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, inTab, onEveryPage } from '../browser.mjs';
import { fail } from '../fail.mjs';

/// What has the focus: its place after the stops before it, and how it shows. Runs in the page.
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const boxes = [...element.getClientRects()];
  // What <use> draws again has the focus inside of it, where nobody can look.
  const isCopy = element.localName === 'use';
  const outline = style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth);
  // A country has no box worth an outline: its border grows instead.
  const border = element.closest('.world') && element.querySelector('path:not(.hit)');
  const line = border ? parseFloat(getComputedStyle(border).strokeWidth) : outline;
  const isSeen = boxes.some((box) => box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight && box.left > -1);
  // Kept as elements, since what a script puts into the page while it is walked through moves every count.
  const { first = element, last } = window.stops ?? {};
  window.stops = { first, last: element };
  return {
    isFirstAgain: last !== undefined && element === first,
    isLastAgain: element === last,
    isBeforeLast: Boolean(last && last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING),
    isInFoot: element.closest('body > footer') !== null,
    name: element.outerHTML.slice(0, 100),
    isCopy,
    hasOutline: isCopy || line >= 2,
    isOpaque: style.opacity === '1',
    isSeen: isSeen || isCopy,
  };
}

/// Presses the tab key until it leaves the page; gives the problems on the way.
async function walk(tab, most) {
  const problems = [];
  let isInFoot = false;
  for (let step = 0; step < most; step += 1) {
    await tab.keyboard.press('Tab');
    const here = await tab.evaluate(focused);
    // After the last stop comes the browser's own, and where it has none the first again.
    if (!here || here.isFirstAgain) {
      return isInFoot ? problems : [...problems, `ends before the foot of the page, after ${step} stops`];
    }
    isInFoot = here.isInFoot;
    if (here.isBeforeLast || (here.isLastAgain && !here.isCopy)) problems.push(`out of order: ${here.name}`);
    if (!here.hasOutline) problems.push(`has no outline: ${here.name}`);
    if (!here.isSeen) problems.push(`cannot be seen: ${here.name}`);
    if (!here.isOpaque) problems.push(`is transparent: ${here.name}`);
    if (problems.length > 5) return problems;
  }
  return most < 1000 ? problems : [`does not end after ${most} stops`];
}

// Transitions would have the state before the key was pressed.
const CALM = { reducedMotion: 'reduce' };

test('the tab key goes through each page in order and is seen to', () =>
  onEveryPage(CALM, (tab) => walk(tab, 60)));

test('the tab key goes through each page of a phone in order and is seen to', () =>
  onEveryPage({ ...CALM, viewport: { width: 320, height: 640 } }, (tab) => walk(tab, 40), ({ site }) => site !== 'record'));

test('the tab key leaves a fact sheet at its end', () =>
  inTab(CALM, async (tab) => {
    await tab.goto(address('arabic', 'operations/amaq/'));
    fail(await walk(tab, 1000), 'on the way');
  }));

test('the first stop leads past the navigation', () =>
  onEveryPage(CALM, async (tab) => {
    await tab.keyboard.press('Tab');
    const first = await tab.evaluate(() => document.activeElement.getAttribute('href'));
    if (first !== '#ui-main') return [`the first stop is ${first}`];
    await tab.keyboard.press('Enter');
    await tab.keyboard.press('Tab');
    return tab.evaluate(() => {
      const here = document.activeElement;
      // A page that has nothing to focus in its main part goes on in its foot.
      const isPast = here === document.body || Boolean(here.closest('main, body > footer'));
      return isPast ? [] : [`leads to ${here.outerHTML.slice(0, 100)}`];
    });
  },
  // There the focus is in the field already, where who comes wants to type.
  ({ type }) => type !== 'search'));

test('a folded footer opens and closes from the keyboard', () =>
  inTab(CALM, async (tab) => {
    await tab.goto(address('record', 'operations/2018-04-amaq/'));
    const footer = tab.locator('footer.claim-sources > details:not([open])').first();
    const handle = await footer.elementHandle();
    await footer.locator('summary').focus();
    const isOpen = () => handle.evaluate((details) => details.open);
    for (const [key, open] of [['Enter', true], ['Enter', false], ['Space', true], ['Space', false]]) {
      await tab.keyboard.press(key);
      assert.equal(await isOpen(), open);
    }
  }));

test('a table that is wider than its page scrolls from the keyboard', () =>
  inTab({ ...CALM, viewport: { width: 320, height: 640 } }, async (tab) => {
    await tab.goto(address('odd', 'operations/long/'));
    const table = tab.locator('.table-scroll');
    await table.focus();
    await tab.keyboard.press('ArrowRight');
    await tab.waitForFunction(() => document.querySelector('.table-scroll').scrollLeft > 0, null, { timeout: 3000 });
  }));

test('the test itself sees an outline that is missing', () =>
  inTab(CALM, async (tab) => {
    await tab.goto(address('record'));
    await tab.evaluate(() => (document.querySelector('.site a').style.outline = 'none'));
    assert.match((await walk(tab, 3)).join(), /has no outline: <a href/);
  }));
