// Dark, print, more contrast, forced colours, less motion: each is heeded, and nothing is told by colour alone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, inTab, onEveryPage } from '../browser.mjs';

/// How light the ground and the text of a page are, from 0 to 255. Runs in the page.
function lightness() {
  const { backgroundColor, color } = getComputedStyle(document.body);
  const light = (value) => {
    const [red, green, blue] = value.match(/[\d.]+/g).map(Number);
    return (red * 299 + green * 587 + blue * 114) / 1000;
  };
  return { ground: light(backgroundColor), text: light(color) };
}

test('dark is dark, and light is light', async () => {
  for (const [colorScheme, isDark] of [['dark', true], ['light', false]]) {
    await onEveryPage({ colorScheme }, async (tab) => {
      const { ground, text } = await tab.evaluate(lightness);
      return (isDark ? ground < 50 && text > 200 : ground > 220 && text < 60) ? [] : [`${colorScheme}: ground ${ground}, text ${text}`];
    });
  }
});

test('print is black on white, with every footer open and nothing to click', () =>
  onEveryPage({ colorScheme: 'dark' }, async (tab) => {
    await tab.emulateMedia({ media: 'print' });
    const { ground, text } = await tab.evaluate(lightness);
    const problems = ground > 250 && text < 30 ? [] : [`ground ${ground}, text ${text}`];
    return problems.concat(
      await tab.evaluate(() => {
        const isShown = (element) => element.checkVisibility({ contentVisibilityAuto: true, opacityProperty: true });
        const sources = [...document.querySelectorAll('.claim-sources li[data-source]')];
        const hidden = sources.filter((source) => !isShown(source) || source.getBoundingClientRect().height === 0);
        const controls = [...document.querySelectorAll('.skip, .permalink, body > header nav, nav.crumbs, button:not(th *), input, select')].filter(isShown);
        return [
          ...hidden.slice(0, 3).map((source) => `does not print ${source.dataset.source}`),
          ...controls.slice(0, 3).map((control) => `prints ${control.outerHTML.slice(0, 80)}`),
        ];
      }),
    );
  }));

test('print tells the address of every source', () =>
  inTab({}, async (tab) => {
    await tab.goto(address('record', 'operations/2018-04-amaq/'));
    await tab.emulateMedia({ media: 'print' });
    const links = await tab.locator('.references a[href^="http"]').evaluateAll((all) =>
      all.map((link) => [link.getAttribute('href'), getComputedStyle(link, '::after').content]),
    );
    assert.ok(links.length > 50);
    for (const [href, printed] of links) assert.ok(printed.includes(href), `${href} is printed as ${printed}`);
  }));

test('what was folded before printing is open in it and folded after', () =>
  inTab({}, async (tab) => {
    await tab.goto(address('record', 'operations/2018-04-amaq/'));
    const folded = () => tab.locator('footer.claim-sources > details:not([open])').count();
    const before = await folded();
    assert.ok(before > 0);
    await tab.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.equal(await folded(), 0);
    await tab.evaluate(() => dispatchEvent(new Event('afterprint')));
    assert.equal(await folded(), before);
  }));

test('those who want less motion get none, and those who do not get some', async () => {
  const moving = (tab) =>
    tab.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('body *')]
        .filter((element) => {
          const style = getComputedStyle(element);
          const lasts = (value) => value.split(',').some((time) => parseFloat(time) > 0);
          return lasts(style.transitionDuration) || style.animationName !== 'none' || style.scrollBehavior === 'smooth';
        })
        .map((element) => `moves: ${element.localName}.${element.className}`),
    );
  await onEveryPage({ reducedMotion: 'reduce' }, moving);
  await inTab({ reducedMotion: 'no-preference' }, async (tab) => {
    await tab.goto(address('record', 'operations/2018-04-amaq/'));
    assert.notEqual((await moving(tab)).length, 0);
  });
});

test('a state is words and a shape before it is a colour', () =>
  onEveryPage({ forcedColors: 'active' }, (tab) =>
    tab.evaluate(() => {
      const problems = [];
      if (!matchMedia('(forced-colors: active)').matches) problems.push('the colours are not forced');
      for (const claim of document.querySelectorAll('.claim:is(.disputed, .withdrawn, .uncited, .own-statement)')) {
        const states = ['disputed', 'withdrawn', 'uncited', 'own-statement'].filter((state) => claim.classList.contains(state));
        const of = (mark) => mark.closest('.claim') === claim;
        for (const state of states) {
          const mark = [...claim.querySelectorAll(`.is-${state.replace('-statement', '')}`)].find(of);
          // Versions that disagree say so once, above them.
          if (!mark && state === 'disputed' && claim.closest('.disagrees, .versions')) continue;
          if (!mark?.textContent.trim()) problems.push(`${claim.dataset.claim} is ${state} without a word`);
          else if (['none', 'normal', '""'].includes(getComputedStyle(mark, '::before').content)) problems.push(`${claim.dataset.claim} is ${state} without a shape`);
        }
      }
      return problems.slice(0, 5);
    }),
  ));

test('with forced colours the focus, the place that was followed and the bars are still seen', () =>
  inTab({ forcedColors: 'active', reducedMotion: 'reduce' }, async (tab) => {
    await tab.goto(address('record', 'operations/2018-04-amaq/'));
    const id = await tab.locator('.body .claim[id]').first().getAttribute('id');
    await tab.goto(address('record', `operations/2018-04-amaq/#${id}`));
    const outline = (element) => getComputedStyle(element).outlineStyle;
    assert.equal(await tab.locator(`[id="${id}"]`).evaluate(outline), 'solid');
    await tab.keyboard.press('Tab');
    assert.notEqual(await tab.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
  }));

test('with more contrast nothing is quiet', () =>
  inTab({ contrast: 'more' }, async (tab) => {
    await tab.goto(address('record'));
    const colours = await tab.evaluate(() => ['.foot', 'body'].map((part) => getComputedStyle(document.querySelector(part)).color));
    assert.equal(colours[0], colours[1]);
  }));
