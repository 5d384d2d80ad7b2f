// The keyboard alone: the way past the head, a focus that is seen, an order that follows the page.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { answered, ask, reader, shared } from './reader.mjs';

// Nothing glides: what is focused is in sight at once.
const still = { reducedMotion: 'reduce' };

/** What the keyboard is at: where it stands, and whether its frame can be seen. */
const focus = (page) => page.evaluate(() => {
  const at = document.activeElement;
  if (at === document.body) { return null; }
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 0
    && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const name = at.id || at.dataset.aid || at.className || `${at.localName} ${at.textContent.trim()}`;
  return { name, tag: at.localName, seen, place: [...document.querySelectorAll('*')].indexOf(at) };
});

/** Goes through a page from its beginning, at most `most` steps. */
async function walk(page, most) {
  const steps = [];
  for (let at = 0; at < most; at += 1) {
    await page.keyboard.press('Tab');
    const step = await focus(page);
    if (!step) { break; }
    steps.push(step);
  }
  return steps;
}

test('a reader with a keyboard skips the head with the first key and goes on in the text', () =>
  reader(shared, async (page) => {
    await page.goto(`${shared.base}dongtai/2016/005.html`);
    await page.keyboard.press('Tab');
    const skip = await focus(page);
    assert.equal(skip.name, 'skip');
    assert.ok(skip.seen, 'the link comes into sight');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.querySelector('main').contains(document.activeElement)));
    assert.match((await focus(page)).name, /三季度全市社会事业改革综合情况/, 'the first link of the contents');
  }));

for (const kind of ['index.html', 'dongtai/2016/005/02.html', 'units/index.html']) {
  test(`a reader with a keyboard sees on ${kind} where it is, in the order of the page`, () =>
    reader(shared, async (page) => {
      await page.goto(shared.base + kind);
      const steps = await walk(page, 24);
      assert.ok(steps.length >= 20);
      assert.deepEqual(steps.filter(({ seen }) => !seen), []);
      const places = steps.map(({ place }) => place);
      assert.deepEqual(places, [...places].sort((a, b) => a - b));
      assert.ok(['a', 'button', 'input'].every((tag) => steps.some((step) => step.tag === tag)));
    }, still));
}

test('a reader with a keyboard searches, narrows and opens a result', () =>
  reader(shared, async (page) => {
    await page.goto(`${shared.base}search.html`);
    await answered(page);
    await page.locator('#q').focus();
    await page.keyboard.type('改革');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=/);
    await answered(page);
    const steps = await walk(page, 40);
    assert.deepEqual(steps.filter(({ seen }) => !seen), []);
    const names = steps.map(({ name }) => name);
    const inside = names.slice(names.indexOf('q'));
    assert.equal(names[0], 'skip');
    assert.deepEqual(inside.slice(1, 3), ['button 搜索', 'summary 缩小范围']);
    assert.ok(inside[3].startsWith('a '), inside[3]);
    assert.ok(inside.indexOf('more') > 3, inside.join());
    await page.locator('#q').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const choices = await walk(page, 5);
    assert.deepEqual(choices.map(({ name }) => name), ['in-series', 'in-year', 'in-unit', 'in-topic', 'in-kind']);
    assert.deepEqual(choices.filter(({ seen }) => !seen), []);
    await page.locator('#in-series').focus();
    await page.keyboard.press('ArrowDown');
    await page.locator('#q').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/series=kuaibao/);
    await answered(page);
    await page.locator('#results a').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/kuaibao\/\d+/);
  }, still));

test('a reader with a keyboard makes letters large, with either key', () =>
  reader(shared, async (page) => {
    await page.goto(`${shared.base}kuaibao/2016/007.html`);
    const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.querySelector('.text p')).fontSize));
    const before = await size();
    await page.getByRole('button', { name: '大字' }).focus();
    await page.keyboard.press('Space');
    assert.ok(await size() > before * 1.2);
    await page.keyboard.press('Enter');
    assert.equal(await size(), before);
  }));

test('a reader who hears the page is told of its regions, and of its language', () =>
  reader(shared, async (page) => {
    await ask(page, shared.base, { q: '改革' });
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
    for (const [role, name] of [['banner'], ['main'], ['contentinfo'], ['navigation', '主导航'], ['group', '阅读辅助']]) {
      assert.equal(await page.getByRole(role, { name, exact: true }).count(), 1, `${role} ${name ?? ''}`);
    }
    assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
  }));
