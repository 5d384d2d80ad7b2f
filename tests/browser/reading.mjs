// Reading: from page to page, wherever the site lies, with and without scripts.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { kinds, reader, shared, site, ways } from './reader.mjs';

/** Follows the first link that fits and looks whether a page was reached. */
async function follow(page, base, links) {
  const link = page.locator(links).first();
  const name = (await link.innerText()).trim();
  await link.click();
  await page.waitForLoadState();
  assert.ok(page.url().startsWith(base), page.url());
  assert.ok(await page.locator('main h1').isVisible(), `${name}: ${page.url()}`);
  return name;
}

for (const { way, base } of ways) {
  test(`a reader ${way} goes from the first page to an issue, its items, a unit, a topic, a group and the volumes`, () =>
    reader({ base }, async (page) => {
      await page.goto(`${base}index.html`);
      const issue = await follow(page, base, '.front:nth-child(2) .newest h3 a');
      assert.match(await page.locator('.masthead .number').innerText(), /第\d+期/);
      assert.match(issue, /第\d+期/);
      const book = await page.locator('.download a').evaluate((link) => link.href);
      assert.equal(book, page.url().replace('.html', '.epub'));
      assert.ok(existsSync(join(site, book.slice(base.length))), book);
      await follow(page, base, '.own-page a');
      const first = await page.locator('h1').innerText();
      const next = await follow(page, base, '.turn .next');
      const second = await page.locator('h1').innerText();
      assert.ok(next.endsWith(second) && second !== first, `${first} → ${next} → ${second}`);
      for (const [links, kind] of [['.facts a[href*="units/"]', 'units'], ['.tags a', 'topics'], ['.facts a[href*="groups/"]', 'groups']]) {
        const name = await follow(page, base, links);
        assert.ok((await page.locator('h1').innerText()).includes(name), `${kind}: ${name}`);
        assert.ok(page.url().startsWith(`${base}${kind}/`));
        // Back to the item: its title stands in each of these lists.
        await page.locator('main .item-title a', { hasText: second }).first().click();
        assert.equal(await page.locator('h1').innerText(), second);
      }
      await follow(page, base, 'nav[aria-label=主导航] a:text("合订本")');
      assert.ok(await page.locator('main a[href$=".epub"]').count() >= 3);
      await follow(page, base, '.name a');
      assert.equal(page.url(), `${base}index.html`);
    }));
}

test('a reader whose browser runs no scripts reads every kind of page, and is told where else to look than the search', () =>
  reader(shared, async (page) => {
    for (const kind of kinds) {
      await page.goto(shared.base + kind);
      const text = await page.locator('main').innerText();
      assert.ok(await page.locator('main h1').isVisible(), kind);
      assert.ok(text.length > 20, `${kind}: ${text}`);
      assert.equal(await page.locator('.aids, form').filter({ visible: true }).count(), 0, 'no button that does nothing');
    }
    await page.goto(`${shared.base}dongtai/2016/005/02.html`);
    assert.match(await page.locator('.text').innerText(), /网上中介服务超市[\s\S]*合同金额4120万元/);
    await page.goto(`${shared.base}search.html`);
    for (const way of ['years/index.html', 'units/index.html', 'topics/index.html']) {
      assert.ok(await page.locator(`noscript a[href="${way}"]`).isVisible(), way);
    }
  }, { javaScriptEnabled: false }));

test('a reader of what was meant as code sees text', () =>
  reader(shared, async (page) => {
    await page.goto(`${shared.base}kuaibao/2017/001.html`);
    assert.match(await page.locator('main').innerText(), /<img src=x onerror=alert\(1\)>[\s\S]*<script>alert\(2\)<\/script>/);
    assert.equal(await page.locator('main img, main script').count(), 0);
  }));

test('a reader of what was corrected or withdrawn learns what happened and when', () =>
  reader(shared, async (page) => {
    await page.goto(`${shared.base}dongtai/2016/003/04.html`);
    const notice = await page.locator('.notice').innerText();
    assert.match(notice, /更正（2016年11月7日）：报送单位来函[\s\S]*原为“.*38户企业.*”，现为“.*36户企业.*”。/);
    assert.match(await page.locator('.text').innerText(), /36户企业/);
    await page.goto(`${shared.base}dongtai/2016/004/04.html`);
    assert.match(await page.locator('.withdrawn').innerText(), /^本条已于2016年11月8日撤稿。原因：/);
    assert.equal(await page.locator('.text').count(), 0);
    await page.goto(`${shared.base}dongtai/2016/004.html`);
    assert.match(await page.locator('.history').innerText(), /2016年11月8日\s*第4条\s*撤稿/);
    await page.goto(`${shared.base}new.html`);
    assert.match(await page.locator('main').innerText(), /2016年11月8日[\s\S]*撤稿[\s\S]*2016年11月7日[\s\S]*更正/);
  }));
