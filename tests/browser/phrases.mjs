// A measurement, not a test of every day: random phrases of four to eight characters through the real search page of a
// large site, opened from its folder. All that is found is compared with a plain look through the texts of the pages.
//
// KUAIBAO_SITE=site KUAIBAO_PHRASES=1000 node tests/browser/phrases.mjs
// (playwright-core as for all.mjs; KUAIBAO_SEED=2 takes other phrases, KUAIBAO_ALSO=甲,乙 asks these first)

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { all } from './items.mjs';
import { ask, reader, shared } from './reader.mjs';

const ALSO = (process.env.KUAIBAO_ALSO ?? '').split(',').filter(Boolean);
const COUNT = Number(process.env.KUAIBAO_PHRASES ?? 100);
/** Up to so many results are all shown and compared; of more, the first ones and their number. */
const SHOWN = 60;

const items = all();
// What is searched as one: a title, a paragraph.
const texts = items.map(({ path, title, blocks }) => ({ path, text: [title, ...blocks].join('\n') }));
const holding = (phrase) => new Set(texts.filter(({ text }) => text.includes(phrase)).map(({ path }) => path));

/** Random numbers, the same in each run. */
let state = Number(process.env.KUAIBAO_SEED ?? 1);
function below(limit) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
}

function phrase() {
  for (;;) {
    const { text } = texts[below(texts.length)];
    const length = 4 + below(5);
    const from = below(Math.max(1, text.length - length));
    const found = text.slice(from, from + length);
    if (found.length === length && /^[一-鿿0-9a-z]+$/.test(found)) { return found; }
  }
}

/** Adds up the time that the page works on what was loaded. */
function watch() {
  window.worked = 0;
  document.addEventListener('load', ({ target }) => {
    const own = target.onload;
    if (target.localName !== 'script' || !own) { return; }
    target.onload = function loaded() {
      const from = performance.now();
      own.call(target);
      window.worked += performance.now() - from;
    };
  }, true);
}

const shown = (page) => page.locator('#results > li h2 a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));

/** What differs from a plain look through the texts. */
async function differences(page, asked) {
  const truth = holding(asked);
  const said = await page.locator('#found').textContent();
  const [, about, number] = said.match(/找到(约?)(\d+)条/) ?? [said, '', '0'];
  const found = [];
  if (about || Number(number) !== truth.size) { found.push(`missed: ${asked}: ${said} instead of ${truth.size}`); }
  while (truth.size <= SHOWN && await page.locator('#more').isVisible()) {
    const before = await page.locator('#results > li').count();
    await page.locator('#more').click();
    await page.waitForFunction((at) => document.querySelectorAll('#results > li').length > at, before);
  }
  const list = await shown(page);
  found.push(...list.filter((path) => !truth.has(path)).map((path) => `wrong: ${asked}: ${path}`));
  if (truth.size <= SHOWN && new Set(list).size !== truth.size) { found.push(`missed: ${asked}: ${list.length} of ${truth.size} shown`); }
  return found;
}

test(`${COUNT} phrases on ${items.length} items`, () => reader(shared, async (page) => {
  const [sizes, work, times, wrong] = [[], [], [], []];
  let bytes = 0;
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.pathname.includes('/search/')) { bytes += statSync(fileURLToPath(url.origin === 'null' ? `file://${url.pathname}` : url)).size; }
  });
  await page.addInitScript(watch);
  for (let at = 0; at < COUNT; at += 1) {
    const asked = ALSO[at] ?? phrase();
    const from = performance.now();
    bytes = 0;
    await ask(page, shared.base, { q: asked });
    times.push(performance.now() - from);
    sizes.push(bytes / 1000);
    work.push(await page.evaluate(() => window.worked));
    wrong.push(...await differences(page, asked));
    if (at % 100 === 99) { console.log(`${at + 1}: ${wrong.length} differences`); }
  }
  const part = (list, share) => Math.round([...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))]);
  const spread = (list) => ({ median: part(list, 0.5), '95%': part(list, 0.95), most: part(list, 1) });
  console.log({ phrases: COUNT, items: items.length, kilobytes: spread(sizes), 'ms of work after loading': spread(work), 'ms in all': spread(times) });
  assert.deepEqual(wrong, []);
  assert.ok(part(sizes, 0.5) < 150 && part(sizes, 0.95) < 500, 'kilobytes of a query');
}));
