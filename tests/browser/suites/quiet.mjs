// No page asks another host, asks its own for what is not there, or logs anything.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PAGES, address, inTab, onEveryPage } from '../browser.mjs';

test('every page is quiet', async () => {
  // What a tab is watched for is reported when it closes; the pages must have come to rest by then.
  await onEveryPage({}, async (tab) => {
    await tab.waitForTimeout(50);
    return [];
  });
});

test('every page names the policy that keeps it so', async () => {
  await onEveryPage({ javaScriptEnabled: false }, async (tab) => {
    const policy = await tab.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    const expected = ["default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'", "form-action 'self'", "base-uri 'self'"];
    const found = policy.split(';').map((directive) => directive.trim());
    return expected.filter((directive) => !found.includes(directive)).map((directive) => `lacks ${directive}`);
  });
});

test('the test itself hears a page that is not', async () => {
  const logs = inTab({}, async (tab) => {
    await tab.goto(PAGES[0].url);
    await tab.evaluate(() => console.log('hello'));
  });
  await assert.rejects(logs, /logged log: hello/);
  const asks = inTab({}, async (tab) => {
    await tab.goto(address('record'));
    await tab.evaluate(() => document.body.append(Object.assign(new Image(), { src: 'https://elsewhere.example/x.png' })));
    await tab.waitForTimeout(100);
  });
  // The policy stops it before it leaves, and Chromium says so.
  await assert.rejects(asks, /elsewhere\.example/);
  const misses = inTab({}, async (tab) => {
    await tab.goto(address('record'));
    await tab.evaluate(() => fetch('no-such.json'));
  });
  await assert.rejects(misses, /no-such\.json answered 404/);
});
