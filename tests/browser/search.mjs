// Searching. What must be found is read from the items' own pages, not from the index.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { all } from './items.mjs';
import { answered, ask, reader, shared, ways } from './reader.mjs';

const items = all();
const holding = (...terms) => items
  .filter(({ title, blocks }) => terms.every((term) => [title, ...blocks].some((text) => text.toLowerCase().includes(term))))
  .map(({ path }) => path).sort();

/** The results that are shown: paths, titles, days. */
async function shown(page) {
  const base = page.url().replace(/search\.html.*$/, '');
  const list = await page.locator('#results > li').evaluateAll((all) => all.map((one) => ({
    path: one.querySelector('a').href, title: one.querySelector('a').textContent, date: one.querySelector('time').dateTime,
  })));
  return list.map((one) => ({ ...one, path: decodeURI(one.path).replace(decodeURI(base), '') }));
}

/** All paths that are found, those included that are shown on demand. */
async function found(page) {
  while (await page.locator('#more').isVisible()) {
    const before = await page.locator('#results > li').count();
    await page.locator('#more').click();
    await page.locator('#results > li').nth(before).waitFor();
  }
  return (await shown(page)).map(({ path }) => path).sort();
}

const said = (page) => page.getByRole('status').innerText();

/** Runs of Chinese characters from the texts, spread over all items and the same in each run. */
function phrases(count) {
  const runs = items.flatMap(({ blocks }) => blocks.flatMap((block) => block.match(/[一-鿿]{9,}/g) ?? []));
  const step = Math.floor(runs.length / count);
  return runs.filter((_, at) => at % step === 0).map((run, at) => run.slice(1, 5 + (at % 5)));
}

for (const { way, base } of ways) {
  test(`a reader ${way} types a word into the head of any page and gets a list`, () =>
    reader({ base }, async (page) => {
      await page.goto(`${base}units/gaoxin.html`);
      await page.getByRole('searchbox', { name: '搜索标题和全文' }).fill('标准地价');
      await page.keyboard.press('Enter');
      await page.waitForURL(`${base}search.html?q=*`);
      await answered(page);
      assert.deepEqual(await found(page), holding('标准地价'));
      assert.equal(await page.locator('#q').inputValue(), '标准地价');
      assert.equal(await page.locator('#results .passage mark').first().innerText(), '标准地价');
      assert.match(await page.title(), /标准地价/);
      await page.locator('#results a').first().click();
      assert.match(await page.locator('.text').innerText(), /标准地价/);
    }));

  test(`a reader ${way} finds every item that holds a phrase, and no other`, () =>
    reader({ base }, async (page) => {
      for (const phrase of phrases(base === shared.base ? 10 : 4)) {
        await ask(page, base, { q: phrase });
        assert.deepEqual(await found(page), holding(phrase), phrase);
      }
    }));

  test(`a reader ${way} narrows the list, and the address alone gives it again`, () =>
    reader({ base }, async (page, context) => {
      await ask(page, base, { q: '改革' });
      const all = await found(page);
      await page.getByText('缩小范围').click();
      await page.locator('#in-series').selectOption('dongtai');
      await page.locator('#in-kind').selectOption('信息');
      await page.locator('.asked button').click();
      await page.waitForURL(/series=dongtai/);
      await answered(page);
      const address = page.url();
      assert.deepEqual([...new URL(address).searchParams].filter(([, value]) => value), [['q', '改革'], ['series', 'dongtai'], ['kind', '信息']]);
      const narrowed = await found(page);
      assert.ok(narrowed.length > 0 && narrowed.length < all.length);
      assert.ok(narrowed.every((path) => path.startsWith('dongtai/') && all.includes(path)));
      await page.reload();
      await answered(page);
      assert.deepEqual(await found(page), narrowed);
      assert.equal(await page.locator('#in-series').inputValue(), 'dongtai');
      const other = await context.newPage();
      await other.goto(address);
      await answered(other);
      assert.deepEqual(await found(other), narrowed);
      assert.equal(await other.locator('#in-kind').inputValue(), '信息');
    }));
}

test('a reader narrows by title, year, unit, topic and kind, and each gives what its list promised', () =>
  reader(shared, async (page) => {
    const promised = { series: 'kuaibao', year: '2016', unit: 'minzheng', topic: '放管服', kind: '案例' };
    for (const [name, value] of Object.entries(promised)) {
      await ask(page, shared.base, { [name]: value });
      const count = Number((await page.locator(`#in-${name} option:checked`).innerText()).match(/（(\d+)）$/)[1]);
      assert.equal((await found(page)).length, count, name);
      assert.ok(count > 0 && count < items.length);
      const alone = await found(page);
      await ask(page, shared.base, { q: '改革', [name]: value });
      const both = await found(page);
      assert.deepEqual(both, alone.filter((path) => holding('改革').includes(path)), name);
    }
    await ask(page, shared.base, { year: '2017' });
    assert.deepEqual(await found(page), ['kuaibao/2017/001/01.html']);
  }));

test('a reader writes as habit has it: two words, digits, Latin letters, wide or traditional forms', () =>
  reader(shared, async (page) => {
    const same = async (asked, ...terms) => {
      await ask(page, shared.base, { q: asked });
      const list = await found(page);
      assert.deepEqual(list, holding(...terms), asked);
      assert.ok(list.length > 0, asked);
    };
    await same('企业 审批', '企业', '审批');
    await same('2016', '2016');
    await same('２０１６', '2016');
    await same('app', 'app');
    await same('ＡＰＰ', 'app');
    await same('國資國企', '国资国企');
    await same('養老　服務', '养老', '服务');
  }));

test('a reader who runs two sentences together finds nothing, and is told what may help', () =>
  reader(shared, async (page) => {
    const [, before, after] = items.flatMap(({ blocks }) => blocks).join('\n').match(/([一-鿿]{3})，([一-鿿]{3})/);
    for (const nowhere of [before + after, '龘靐齉', 'xylophone']) {
      assert.deepEqual(holding(nowhere), [], nowhere);
      await ask(page, shared.base, { q: nowhere });
      assert.match(await said(page), /^没有找到。.*换一种说法/, nowhere);
      assert.equal(await page.locator('#results > li').count(), 0);
    }
    await ask(page, shared.base, { q: '改' });
    assert.match(await said(page), /至少两个相连的字/);
  }));

test('a reader gets titles before texts, the newest first, and the hit marked in its passage', () =>
  reader(shared, async (page) => {
    await ask(page, shared.base, { q: '社区' });
    await found(page);
    const list = await shown(page);
    const inTitle = list.map(({ title }) => title.includes('社区'));
    const titles = inTitle.filter(Boolean).length;
    assert.ok(titles > 0 && titles < list.length, `${titles} of ${list.length}`);
    assert.ok(inTitle.slice(0, titles).every(Boolean), 'titles first');
    for (const group of [list.slice(0, titles), list.slice(titles)]) {
      const days = group.map(({ date }) => date);
      assert.deepEqual(days, [...days].sort().reverse());
    }
    const dates = new Map(items.map(({ path, date }) => [path, date]));
    for (const { path, date } of list) { assert.equal(date, dates.get(path)); }
    const marked = await page.locator('#results > li').evaluateAll((all) => all.map((one) => [...one.querySelectorAll('mark')].map((mark) => mark.textContent)));
    for (const marks of marked) { assert.ok(marks.length > 0 && marks.every((mark) => mark === '社区'), marks.join()); }
  }));

test('a reader asks for more and the keyboard goes on at the first new result', () =>
  reader(shared, async (page) => {
    await ask(page, shared.base, { q: '改革' });
    const before = await page.locator('#results > li').count();
    assert.ok(before < holding('改革').length);
    await page.locator('#more').focus();
    await page.keyboard.press('Enter');
    await page.locator('#results > li').nth(before).waitFor();
    const focused = await page.evaluate(() => [...document.querySelectorAll('#results > li')].findIndex((one) => one.contains(document.activeElement)));
    assert.equal(focused, before);
    assert.deepEqual(await found(page), holding('改革'));
    assert.equal(await page.locator('#more').isVisible(), false);
    assert.match(await said(page), new RegExp(`共找到${holding('改革').length}条`));
  }));

test('a reader who searches for code is shown text and runs nothing', () =>
  reader(shared, async (page) => {
    for (const q of ['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', "掌上办 <svg/onload=alert('3')>"]) {
      await ask(page, shared.base, { q });
      assert.equal(await page.locator('#q').inputValue(), q);
      assert.equal(await page.locator('main img, main svg, main script:not([type="application/json"])').count(), 0);
    }
    await ask(page, shared.base, { q: '<img src=x onerror=alert(1)>' });
    assert.deepEqual(await found(page), ['kuaibao/2017/001/01.html']);
    assert.match((await shown(page))[0].title, /<img src=x onerror=alert\(1\)>/);
  }));

test('a reader who does not see the list hears what was found', () =>
  reader(shared, async (page) => {
    await ask(page, shared.base, { q: '改革' });
    assert.match(await said(page), /^共找到\d+条/);
    assert.equal(await page.getByRole('search', { name: '搜索标题和正文' }).count(), 1);
    for (const name of ['要找的字词', '刊物', '年份', '供稿单位', '主题', '类型']) {
      assert.equal(await page.getByLabel(name, { exact: true }).count(), 1, name);
    }
    assert.ok(await page.locator('#results').getByRole('heading', { level: 2 }).count() > 0);
  }));

test('a reader who asks for what something is called is led straight there', () =>
  reader(shared, async (page) => {
    const ways = async (q) => {
      await ask(page, shared.base, { q });
      return page.locator('#direct a').evaluateAll((links) => links.map((link) => [link.textContent, link.href.replace(/^.*\/site\//, '')]));
    };
    assert.deepEqual((await ways('放管服')).map(([name]) => name), ['主题：放管服']);
    const [[unit, path]] = await ways('平湖县');
    assert.equal(unit, '单位：平湖区', 'a former name');
    assert.equal(path, 'units/pinghu.html');
    assert.deepEqual(await ways('2016年第3期'), [['《云湖改革快报》2016年第3期', 'kuaibao/2016/003.html'], ['《改革动态》2016年第3期', 'dongtai/2016/003.html']]);
    assert.deepEqual(await ways('改革动态 第５期'), [['《改革动态》2016年第5期', 'dongtai/2016/005.html']]);
    assert.deepEqual(await ways('第1期'), [['《云湖改革快报》2017年第1期', 'kuaibao/2017/001.html'], ['《改革动态》2016年第1期', 'dongtai/2016/001.html']]);
    assert.deepEqual(await ways('总第9期'), [['《云湖改革快报》2017年第1期', 'kuaibao/2017/001.html']]);
    assert.deepEqual(await ways('《改革动态》'), [['刊物：改革动态', 'dongtai/index.html']]);
    assert.deepEqual(await ways('第99期'), []);
    assert.equal(await page.locator('#direct').isVisible(), false);
    await ways('放管服');
    await page.locator('#direct a').click();
    assert.equal(await page.locator('h1').innerText(), '放管服');
  }));

for (const { way, base } of ways) {
  test(`a reader ${way} who comes back finds the list as long as it was`, () =>
    reader({ base }, async (page) => {
      await ask(page, base, { q: '改革' });
      const all = await found(page);
      const link = page.locator('#results > li a').nth(all.length - 2);
      await link.scrollIntoViewIfNeeded();
      await link.click();
      await page.waitForURL(/\d+\.html$/);
      await page.goBack();
      await page.locator('#results > li').nth(all.length - 1).waitFor();
      await link.waitFor();
      await page.waitForFunction(() => window.scrollY > 500);
    }));
}
