// What an editor sees of `kuaibao serve`: pages that reload by themselves, a bar that says what is being done, drafts.
// tests/it/serve.rs starts this with a server (KUAIBAO_SERVER) on an office (KUAIBAO_OFFICE) of its own.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reader } from './reader.mjs';

const live = { base: process.env.KUAIBAO_SERVER };
const inOffice = (name) => join(process.env.KUAIBAO_OFFICE, name);

/** Waits until the bar says this. */
const barSays = (page, words) => page.waitForFunction(
  (wanted) => document.getElementById('kuaibao-bar')?.shadowRoot.textContent.includes(wanted), words,
);

/** Marks the page, so that one that was loaded anew can be told. */
const touch = (page) => page.evaluate(() => { window.touched = true; });
const isTouched = (page) => page.evaluate(() => window.touched === true);

test('a page of the site is loaded anew when it has changed, and not when something else has', () => reader(live, async (page) => {
  await page.goto(live.base);
  await barSays(page, '已更新');
  await touch(page);
  const draft = inOffice('issues/kuaibao/2016/002/01.md');
  const text = await readFile(draft, 'utf8');
  const before = await (await page.request.get(`${live.base}__kuaibao/state`)).json();
  await writeFile(draft, text.replace('的正文', '的正文，又改过'));
  await page.waitForFunction(async (office) => (await (await fetch('/__kuaibao/state')).json()).office > office, before.office);
  await barSays(page, '已更新');
  assert.ok(await isTouched(page), 'a change of a draft interrupts nobody');
  await mkdir(inOffice('templates'), { recursive: true });
  await writeFile(inOffice('templates/home.html'), '{% extends "builtin/home.html" %}{% block title %}换了{% endblock title %}');
  await page.waitForFunction(() => document.title === '换了');
  assert.ok(!await isTouched(page));
  await rm(inOffice('templates/home.html'));
  await page.waitForFunction(() => document.title !== '换了');
}));

test('a fault is shown on the page until it is mended', () => reader(live, async (page) => {
  await page.goto(live.base);
  await barSays(page, '已更新');
  const settings = await readFile(inOffice('kuaibao.toml'), 'utf8');
  await writeFile(inOffice('kuaibao.toml'), `${settings}\n[offic]\n`);
  await barSays(page, '网页没有更新');
  await barSays(page, '是不是“office”');
  await writeFile(inOffice('kuaibao.toml'), settings);
  await barSays(page, '已更新');
}));

test('a draft, which lets no script in by itself, does the same and prints without the bar', () => reader(live, async (page) => {
  await page.goto(`${live.base}__drafts/`);
  await page.getByRole('link', { name: 'kuaibao-2016-2' }).click();
  await barSays(page, '已更新');
  assert.match(await page.locator('.stamp').innerText(), /送审稿/);
  const draft = inOffice('issues/kuaibao/2016/002/01.md');
  const text = await readFile(draft, 'utf8');
  await writeFile(draft, text.replace('的正文', '的正文，样张里看得到'));
  await page.getByText('样张里看得到').waitFor();
  await barSays(page, '已更新');
  const shown = () => page.evaluate(() => getComputedStyle(document.getElementById('kuaibao-bar')).display);
  assert.equal(await shown(), 'block');
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  assert.equal(await shown(), 'none');
}));
