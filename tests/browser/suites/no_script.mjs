// Without script everything can be read: all footers are open, lists are pages of tables, and old addresses lead on.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, inTab, onEveryPage } from '../browser.mjs';

const PLAIN = { javaScriptEnabled: false };

test('every source of every claim is shown', () =>
  onEveryPage(PLAIN, (tab) =>
    tab.evaluate(() => {
      const sources = [...document.querySelectorAll('.claim-sources li[data-source]')];
      const isShown = (source) => source.checkVisibility({ contentVisibilityAuto: true }) && source.getBoundingClientRect().height > 0;
      const hidden = sources.filter((source) => !isShown(source));
      return hidden.slice(0, 3).map((source) => `hidden: ${source.dataset.source} of ${source.closest('[data-claim]').dataset.claim}`);
    }),
  ));

test('every claim has its footer inside it', () =>
  onEveryPage(PLAIN, (tab) =>
    tab.evaluate(() => {
      const problems = [];
      for (const claim of document.querySelectorAll('.claim')) {
        const footers = [...claim.querySelectorAll('footer.claim-sources')].filter((footer) => footer.closest('.claim') === claim);
        if (footers.length !== 1) problems.push(`${claim.dataset.claim} has ${footers.length} footers`);
      }
      return problems;
    }),
  ));

test('nothing is shown that only works with script', () =>
  onEveryPage(PLAIN, (tab) =>
    tab.evaluate(() =>
      [...document.querySelectorAll('button, input, select, dialog[open]')]
        .filter((control) => control.checkVisibility() && !control.closest('form[action]'))
        .map((control) => `does nothing: ${control.outerHTML.slice(0, 100)}`),
    ),
  ));

test('lists are at most 100 rows, and their parts lead to each other', () =>
  inTab(PLAIN, async (tab) => {
    await tab.goto(address('odd', 'operations/'));
    const rows = () => tab.locator('table.operations tbody tr').count();
    assert.equal(await rows(), 100);
    await tab.locator('a[rel="next"]').click();
    assert.equal(tab.url(), address('odd', 'operations/page/2/'));
    assert.equal(await rows(), 23);
    await tab.locator('a[rel="prev"]').click();
    assert.equal(tab.url(), address('odd', 'operations/'));
  }));

test('the navigation leads to every list, and the path back home', () =>
  inTab(PLAIN, async (tab) => {
    await tab.goto(address('record', 'operations/2018-04-amaq/'));
    const lists = ['operations', 'countries', 'outlets', 'agencies', 'platforms', 'timeline', 'sources', 'disputed', 'about'];
    const links = tab.locator('body > header nav[aria-label] li a');
    assert.equal(await links.count(), lists.length);
    for (const [at, list] of lists.entries()) {
      await links.nth(at).click();
      assert.equal(tab.url(), address('record', `${list}/`));
      assert.equal(await links.nth(at).getAttribute('aria-current'), 'page');
      await tab.locator('nav.crumbs a').first().click();
      assert.equal(tab.url(), address('record'));
    }
  }));

test('an old address leads on without script, and with script keeps the claim', async () => {
  await inTab(PLAIN, async (tab) => {
    await tab.goto(address('odd', 'operations/old-long/'));
    await tab.waitForURL(address('odd', 'operations/long/'));
  });
  await inTab({}, async (tab) => {
    await tab.goto(address('odd', 'operations/old-long/#said'));
    await tab.waitForURL(address('odd', 'operations/long/#said'));
  });
});
