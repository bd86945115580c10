// axe-core finds nothing: on every page, wide and narrow, light and dark, and from right to left (the Arabic site).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import axe from 'axe-core';
import { address, inTab, onEveryPage, unfold } from '../browser.mjs';

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 320, height: 640 };

/// All that axe says of the page in a tab, one line for each rule and element.
async function findings(tab, options) {
  await tab.evaluate(axe.source);
  const { violations } = await tab.evaluate((options) => globalThis.axe.run(document, options), {
    resultTypes: ['violations'],
    ...options,
  });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.slice(0, 5).map(({ target, failureSummary }) => {
      const why = failureSummary.split('\n').slice(1).map((line) => line.trim());
      return `${id} (${help}): ${target.join(' ')}: ${why.join('; ')}`;
    }),
  );
}

/// Every rule that is on by default, and the one of WCAG 2.2 that is not.
const ALL = { rules: { 'target-size': { enabled: true } } };
/// What a colour scheme can change.
const COLOURS = { runOnly: ['color-contrast', 'link-in-text-block'] };

test('wide and light', () => onEveryPage({ viewport: WIDE }, (tab) => findings(tab, ALL)));

// From here with everything unfolded: what is not shown has no colours.

test('wide and dark', () =>
  onEveryPage({ viewport: WIDE, colorScheme: 'dark' }, async (tab) => {
    await unfold(tab);
    return findings(tab, COLOURS);
  }));

test('narrow and light', () =>
  onEveryPage({ viewport: PHONE, hasTouch: true, isMobile: true }, async (tab) => {
    await unfold(tab);
    return findings(tab, ALL);
  }));

test('narrow and dark', () =>
  onEveryPage({ viewport: PHONE, colorScheme: 'dark', hasTouch: true, isMobile: true }, async (tab) => {
    await unfold(tab);
    return findings(tab, COLOURS);
  }));

test('the test itself sees a picture without words', () =>
  inTab({}, async (tab) => {
    await tab.goto(address('record'));
    await tab.evaluate(() => document.querySelector('main').append(new Image()));
    assert.match((await findings(tab, ALL)).join(), /image-alt/);
  }));
