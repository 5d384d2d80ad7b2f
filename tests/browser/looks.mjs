// What readers see: dark, strong and large; on a phone; with less motion; in the system's own colours.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { COLOURS, answered, ask, kinds, reader, shared, ways } from './reader.mjs';

/** The least contrast of all text that is seen on a page, and of what. */
const least = (page) => page.evaluate(`(() => { ${COLOURS}
  let worst = [99, ''];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const element = walker.currentNode.parentElement;
    if (!text || !element.checkVisibility({ checkVisibilityCSS: true }) || element.closest('option, script, noscript, .unseen')) { continue; }
    const found = contrast(getComputedStyle(element).color, ground(element));
    if (found < worst[0]) { worst = [found, element.className + ' ' + text.slice(0, 20)]; }
  }
  return worst;
})()`);

const brightness = (page) => page.evaluate(`(() => { ${COLOURS}
  return ['body', '.sheet, .front, .column'].map((name) => document.querySelector(name)).filter(Boolean).map((element) => light(ground(element)));
})()`);

const pressed = (page) => page.locator('.aids button').evaluateAll((all) => all.map((button) => button.getAttribute('aria-pressed')));
const button = (page, name) => page.getByRole('button', { name, exact: true });

/** The page is as bright as the scheme asks, and its letters stand out. */
async function readable(page, colorScheme, kind) {
  await page.emulateMedia({ colorScheme });
  for (const light of await brightness(page)) {
    assert.ok(colorScheme === 'dark' ? light < 0.03 : light > 0.8, `${kind}, ${colorScheme}: ${light}`);
  }
  const [contrast, where] = await least(page);
  assert.ok(contrast >= 4.5, `${kind}, ${colorScheme}: ${contrast} at ${where}`);
}

test('a reader whose system is light or dark gets pages that are, with letters that stand out', () =>
  reader(shared, async (page) => {
    for (const kind of [...kinds, 'search.html?q=改革&series=dongtai']) {
      await page.goto(shared.base + kind);
      if (kind.includes('?')) { await answered(page); }
      await readable(page, 'light', kind);
      await readable(page, 'dark', kind);
    }
  }));

for (const { way, base } of ways) {
  test(`a reader ${way} chooses large, strong and dark once, and finds it so on every page`, () =>
    reader({ base }, async (page) => {
      const size = () => page.locator('.text p').first().evaluate((text) => parseFloat(getComputedStyle(text).fontSize));
      await page.goto(`${base}kuaibao/2016/007.html`);
      const plain = await size();
      assert.deepEqual(await pressed(page), ['false', 'false', 'false']);
      await button(page, '大字').click();
      assert.ok(await size() >= plain * 1.2);
      await button(page, '深色').click();
      assert.ok((await brightness(page)).every((light) => light < 0.03));
      await button(page, '高对比').click();
      assert.deepEqual(await pressed(page), ['true', 'true', 'true']);
      assert.ok((await least(page))[0] >= 7, (await least(page)).join(' '));
      await page.reload();
      assert.deepEqual(await pressed(page), ['true', 'true', 'true']);
      await page.goto(`${base}dongtai/2016/005/02.html`);
      assert.deepEqual(await pressed(page), ['true', 'true', 'true']);
      assert.ok((await brightness(page)).every((light) => light < 0.03));
      assert.ok(await size() >= plain * 1.2);
      for (const name of ['大字', '高对比', '深色']) { await button(page, name).click(); }
      await page.reload();
      assert.deepEqual(await pressed(page), ['false', 'false', 'false']);
      assert.ok((await brightness(page)).every((light) => light > 0.8));
    }));
}

test('a reader whose system is dark may have it light', () =>
  reader(shared, async (page) => {
    await page.goto(`${shared.base}index.html`);
    assert.equal(await button(page, '深色').getAttribute('aria-pressed'), 'true');
    await button(page, '深色').click();
    assert.equal(await button(page, '深色').getAttribute('aria-pressed'), 'false');
    assert.ok((await brightness(page)).every((light) => light > 0.8));
    assert.ok((await least(page))[0] >= 4.5);
  }, { colorScheme: 'dark' }));

/** What is wider than the screen (a phone would shrink the page, and call that its width), and what a finger would miss. */
const narrow = (page, width) => page.evaluate((screen) => {
  const seen = (element) => element.checkVisibility({ checkVisibilityCSS: true }) && !element.closest('.skip, .unseen, .home .name');
  const all = (names) => [...document.querySelectorAll(names)].filter(seen);
  const called = (element) => `${element.localName}.${element.className} ${(element.textContent || element.id).trim().slice(0, 16)}`;
  const wide = all('body *').filter((element) => !element.closest('.table') && element.getBoundingClientRect().right > screen + 0.5);
  const small = all('button, select, input, nav a, .chips a').filter((element) => {
    const box = element.getBoundingClientRect();
    return box.height < 24 || box.width < 24;
  });
  return { beyond: document.scrollingElement.scrollWidth - screen, wide: wide.map(called), small: small.map(called) };
}, width);

test('a reader with a phone scrolls no page sideways and hits what is meant, at 390 and at 320 pixels', () =>
  reader(shared, async (page) => {
    const look = async (kind) => {
      for (const width of [390, 320]) {
        await page.setViewportSize({ width, height: 700 });
        assert.deepEqual(await narrow(page, width), { beyond: 0, wide: [], small: [] }, `${kind} at ${width}`);
      }
    };
    for (const kind of kinds) {
      await page.goto(shared.base + kind);
      await look(kind);
    }
    await ask(page, shared.base, { q: '掌上办' });
    await look('results');
    await page.goto(`${shared.base}dongtai/2016/005/02.html`);
    await button(page, '大字').click();
    await look('large letters');
  }, { viewport: { width: 390, height: 700 }, isMobile: true, hasTouch: true }));

test('a reader who wants less motion, or the system’s own colours, misses nothing', () =>
  reader(shared, async (page) => {
    for (const kind of ['index.html', 'dongtai/2016/005.html', 'dongtai/2016/005/02.html', 'search.html?q=改革']) {
      await page.emulateMedia({ reducedMotion: 'no-preference', forcedColors: 'none' });
      await page.goto(shared.base + kind);
      if (kind.includes('?')) { await answered(page); }
      const plain = await page.locator('body').innerText();
      await page.emulateMedia({ reducedMotion: 'reduce' });
      assert.equal(await page.locator('body').innerText(), plain);
      assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), 'auto');
      assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
      await page.emulateMedia({ forcedColors: 'active' });
      assert.equal(await page.locator('body').innerText(), plain);
      const [contrast, where] = await least(page);
      assert.ok(contrast >= 4.5, `${kind}: ${contrast} at ${where}`);
    }
    await button(page, '大字').click();
    const outline = await button(page, '大字').evaluate((element) => { element.blur(); return getComputedStyle(element).outlineStyle; });
    assert.notEqual(outline, 'none', 'a pressed button differs by more than its colour');
  }));
