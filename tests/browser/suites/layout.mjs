// Every page fits a phone of 320 px, also with its text spaced out, and has targets that a finger can hit.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, inTab, onEveryPage, unfold } from '../browser.mjs';

const PHONE = { width: 320, height: 640 };

/// What stands out of the window sideways. Runs in the page.
function overflow() {
  const { scrollWidth, clientWidth, scrollLeft } = document.scrollingElement;
  scrollTo(9999, scrollY);
  const right = scrollX;
  scrollTo(-9999, scrollY);
  const left = scrollX;
  scrollTo(scrollLeft, scrollY);
  if (scrollWidth <= clientWidth && left === 0 && right === 0) return [];
  const isClipped = (element) => {
    for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
      if (getComputedStyle(at).overflowX !== 'visible') return true;
    }
    return false;
  };
  const edges = (element) => element.getBoundingClientRect();
  const isOut = (element) => edges(element).right > clientWidth + 0.5 || (left < 0 && edges(element).left < -0.5);
  const wide = [...document.querySelectorAll('body *')].filter((element) => isOut(element) && !isClipped(element));
  const last = wide.filter((element) => !wide.some((other) => other !== element && element.contains(other)));
  const names = last.slice(0, 3).map((element) => `${element.localName}.${element.className}: ${element.textContent.trim().slice(0, 60)}`);
  return [`${scrollWidth} px wide, not ${clientWidth}: ${names.join(' | ')}`];
}

for (const width of [320, 768, 1440, 3840]) {
  test(`no page scrolls sideways at ${width} px`, () =>
    onEveryPage({ viewport: { width, height: 640 } }, async (tab) => {
      const folded = await tab.evaluate(overflow);
      await unfold(tab);
      return [...folded, ...(await tab.evaluate(overflow))];
    }));
}

test('no page scrolls sideways on a phone with its text spaced out', () =>
  onEveryPage({ viewport: PHONE }, async (tab) => {
    // What WCAG 1.4.12 asks for. A page's policy forbids a style element, not a sheet that is constructed.
    await tab.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }');
      document.adoptedStyleSheets = [sheet];
    });
    await unfold(tab);
    return tab.evaluate(overflow);
  }));

/// The heights of letters, in pixels, without what is as high as the text that it stands in asks: markers, code. Runs in the page.
function sizes() {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const all = new Set();
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || element.closest('.cite, sup, sub, code, pre, kbd, select') || !element.checkVisibility()) continue;
    all.add(getComputedStyle(element).fontSize);
  }
  return [...all];
}

for (const width of [320, 1440]) {
  test(`letters have five heights at ${width} px`, async () => {
    const all = new Set();
    await onEveryPage({ viewport: { width, height: 640 } }, async (tab) => {
      await unfold(tab);
      (await tab.evaluate(sizes)).forEach((size) => all.add(size));
      return [];
    });
    assert.deepEqual([...all].map(parseFloat).sort((a, b) => a - b), [14, 17, 21, 25, 36]);
  });
}

/// Targets that are no words in a sentence and smaller than a finger needs. Runs in the page.
///
/// A country is as large as it is, and the list of countries leads to the same pages.
function small() {
  const targets = document.querySelectorAll('button, summary, input, select, nav a, .back a, .permalink, .site a, .skip:focus, svg a:not(.world a)');
  return [...targets]
    .filter((target) => target.checkVisibility())
    .map((target) => [target, target.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.width < 23.9 || box.height < 23.9))
    .map(([target, box]) => `${box.width.toFixed(1)} × ${box.height.toFixed(1)} px: ${target.outerHTML.slice(0, 90)}`)
    .slice(0, 5);
}

test('every target is 24 px wide and high', async () => {
  await onEveryPage({ viewport: PHONE, hasTouch: true, isMobile: true }, (tab) => tab.evaluate(small));
  await onEveryPage({}, (tab) => tab.evaluate(small));
});

test('nothing moves once it is seen', () =>
  onEveryPage({ viewport: PHONE }, async (tab) => {
    const shifts = await tab.evaluate(
      () =>
        new Promise((done) => {
          const shifts = [];
          new PerformanceObserver((list) => shifts.push(...list.getEntries().map((entry) => entry.value))).observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => done(shifts), 50);
        }),
    );
    const sum = shifts.reduce((sum, shift) => sum + shift, 0);
    return sum > 0.01 ? [`moves by ${sum.toFixed(3)}`] : [];
  }));

test('from 70 rem up what a claim rests on stands beside it, below that under it', async () => {
  const places = async (width) =>
    inTab({ viewport: { width, height: 900 } }, async (tab) => {
      await tab.goto(address('record', 'operations/2018-04-amaq/'));
      return tab.locator('.body div.claim').evaluateAll((claims) =>
        claims.map((claim) => {
          const text = claim.querySelector('p').getBoundingClientRect();
          const footer = claim.querySelector('.claim-sources').getBoundingClientRect();
          return footer.left >= text.right ? 'beside' : footer.top >= text.bottom ? 'under' : 'over';
        }),
      );
    });
  const [wide, narrow] = [await places(1440), await places(600)];
  assert.ok(wide.length > 5);
  assert.deepEqual([...new Set(wide)], ['beside']);
  assert.deepEqual([...new Set(narrow)], ['under']);
});

test('the test itself sees what is too wide or too small', () =>
  inTab({ viewport: PHONE }, async (tab) => {
    await tab.goto(address('record'));
    await tab.evaluate(() => {
      const rule = document.createElement('hr');
      rule.style.inlineSize = '400px';
      document.querySelector('main').append(rule, document.createElement('button'));
    });
    assert.match((await tab.evaluate(overflow)).join(), /px wide, not 320/);
    assert.match((await tab.evaluate(small)).join(), /<button>/);
  }));
