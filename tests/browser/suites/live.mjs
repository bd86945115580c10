// `casefile serve`: open pages follow what is saved, stay where they are, and show what is wrong.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { chromium } from 'playwright-core';
import { ARGUMENTS, program } from '../chromium.mjs';
import { Live } from '../live.mjs';

const paragraphs = Array.from({ length: 200 }, (_, n) => `Server number ${n} was seized. [@afp]\n`).join('\n');
const ONE = `---\ntitle: One\ndate: 2018\n---\n\n${paragraphs}\n`;
const browser = await chromium.launch({ executablePath: program(), args: ARGUMENTS });
const live = await Live.start({
  'content/site.yaml':
    'title: Test\nbase-url: https://example.org/\npolicy: {archive: allow}\ntheme: mine\neditor-link: "vscode://file/{path}:{line}:{column}"\n',
  'content/sources/s.yaml': 'afp: {type: article, title: A report, date: 2018-04-27}\n',
  'content/operations/one.md': ONE,
  'themes/mine/assets/style.css': 'main { color: rgb(1, 2, 3) }\n',
});

after(async () => {
  await browser.close();
  await live.stop();
});

/// Opens the page of the operation; fails with what it logs.
async function inTab(use) {
  const tab = await browser.newPage();
  const logged = [];
  tab.on('console', (message) => logged.push(message.text()));
  tab.on('pageerror', (error) => logged.push(error.message));
  await tab.goto(`${live.url}operations/one/`);
  await tab.evaluate(() => (window.isOld = true));
  await use(tab);
  await tab.close();
  assert.deepEqual(logged, []);
  await live.save('content/operations/one.md', ONE);
  await live.save('themes/mine/assets/style.css', 'main { color: rgb(1, 2, 3) }\n');
  await live.settled();
}

const isOld = (tab) => tab.evaluate(() => window.isOld === true);
// What is asked while a page is being left has no answer, so this waits.
const isNew = (tab) => tab.waitForFunction(() => window.isOld !== true);

test('a saved claim is shown, and the page stays where it was scrolled to', () =>
  inTab(async (tab) => {
    await tab.evaluate(() => scrollTo(0, 5000));
    await live.save('content/operations/one.md', ONE.replace('number 7 was seized', 'number 7 was sold'));
    await tab.getByText('number 7 was sold').first().waitFor();
    await isNew(tab);
    await tab.waitForFunction(() => Math.abs(scrollY - 5000) < 5);
  }));

test('a claim that is new or gone is so before the page is loaded anew', () =>
  inTab(async (tab) => {
    const before = await tab.evaluate(() => {
      const watch = new MutationObserver((all) => {
        const told = (nodes) => nodes.flatMap((list) => [...list]).map((node) => node.textContent).join(' ');
        sessionStorage.added = told(all.map((one) => one.addedNodes));
        sessionStorage.removed = told(all.map((one) => one.removedNodes));
      });
      watch.observe(document.querySelector('.body'), { childList: true });
      return document.querySelectorAll('.body .claim').length;
    });
    const added = ONE.replace('Server number 8 was', 'Their host was new. [@afp]\n\nSo was another. [@afp]\n\nServer number 8 was');
    await live.save('content/operations/one.md', added.replace('Server number 5 was seized. [@afp]\n', ''));
    await isNew(tab);
    const seen = await tab.evaluate(() => ({ ...sessionStorage }));
    assert.match(seen.added, /Their host was new\./);
    assert.match(seen.removed, /Server number 5 was seized\./);
    // What stands before and behind was left alone.
    assert.doesNotMatch(seen.added, /number [49] was/);
    assert.equal(await tab.locator('.body .claim').count(), before + 1);
  }));

test('the words of a saved claim are there before the page is loaded anew', () =>
  inTab(async (tab) => {
    await tab.evaluate(() => {
      const watch = new MutationObserver(([{ target }]) => (sessionStorage.seen = target.data));
      watch.observe(document.body, { subtree: true, characterData: true });
    });
    await live.save('content/operations/one.md', ONE.replace('number 7 was seized', 'number 7 was sold'));
    await isNew(tab);
    assert.match(await tab.evaluate(() => sessionStorage.seen), /number 7 was sold/);
  }));

test('a style changes without a reload', () =>
  inTab(async (tab) => {
    await live.save('themes/mine/assets/style.css', 'main { color: rgb(9, 8, 7) }\n');
    await tab.waitForFunction(() => getComputedStyle(document.querySelector('main')).color === 'rgb(9, 8, 7)');
    assert.equal(await isOld(tab), true);
    await tab.waitForFunction(() => document.querySelectorAll('link[rel="stylesheet"]').length === 1);
  }));

test('a style that changes while the one before it is on its way is the only one in the end', () =>
  inTab(async (tab) => {
    await tab.route(/style\.css\?edition=/, async (route) => {
      await new Promise((passed) => setTimeout(passed, 1000));
      await route.continue();
    });
    for (const colour of ['rgb(7, 7, 7)', 'rgb(8, 8, 8)', 'rgb(9, 9, 9)']) {
      await live.save('themes/mine/assets/style.css', `main { color: ${colour} }\n`);
      await new Promise((passed) => setTimeout(passed, 250));
    }
    await tab.waitForFunction(() => getComputedStyle(document.querySelector('main')).color === 'rgb(9, 9, 9)');
    await tab.waitForFunction(() => document.querySelectorAll('link[rel="stylesheet"]').length === 1);
  }));

test('a mistake is shown above the page, and goes when it is mended', () =>
  inTab(async (tab) => {
    await live.save('content/operations/one.md', ONE.replace('[@afp]', '[@apf]'));
    const overlay = tab.locator('casefile-problems');
    await overlay.waitFor();
    const text = await overlay.evaluate((element) => element.shadowRoot.textContent);
    for (const part of ['error[unknown-source]', 'no source has the key `apf`', '[@apf]', 'did you mean `afp`?']) {
      assert.ok(text.includes(part), text);
    }
    const link = overlay.getByRole('link', { name: 'content/operations/one.md:6:31' });
    assert.match(await link.getAttribute('href'), /^vscode:\/\/file\/.*\/content\/operations\/one\.md:6:31$/);
    assert.equal(await isOld(tab), true);
    assert.equal(await tab.getByText('number 7 was seized').count(), 1);
    const { ground, height } = await overlay.evaluate((element) => {
      const { backgroundColor, position } = getComputedStyle(element);
      return { ground: `${position} ${backgroundColor}`, height: element.getBoundingClientRect().height };
    });
    assert.equal(ground, 'fixed rgb(29, 31, 33)');
    assert.ok(height > 80, `${height} px high`);

    await live.save('content/operations/one.md', ONE.replace('number 7 was seized', 'number 7 was sold'));
    await tab.getByText('number 7 was sold').first().waitFor();
    assert.equal(await overlay.count(), 0);
  }));

test('a mistake can be put aside, and is there again with the next', () =>
  inTab(async (tab) => {
    await live.save('content/operations/one.md', ONE.replace('[@afp]', '[@apf]'));
    const overlay = tab.locator('casefile-problems');
    await overlay.getByRole('button', { name: 'Hide' }).click();
    assert.equal(await overlay.count(), 0);
    await live.save('content/operations/one.md', ONE.replace('[@afp]', '[@pfa]'));
    await overlay.waitFor();
    await tab.keyboard.press('Escape');
    assert.equal(await overlay.count(), 0);
  }));
