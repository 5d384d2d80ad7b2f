// Paper: an issue printed from the browser is an A4 bulletin with the figures of GB/T 9704-2012, measured in the PDF.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { reader, shared } from './reader.mjs';

const MM = 72 / 25.4;
const LINE = 225 / 22;

const number = (tag, name) => Number(tag.match(new RegExp(`${name}="([\\d.]+)"`))[1]) / MM;

/** The pages of a PDF with their lines, in millimetres; a line is where its letters stand and what it says. */
function measured(pdf) {
  const found = execFileSync('pdftotext', ['-bbox-layout', '-', '-'], { input: pdf, encoding: 'utf8' });
  return found.split(/(?=<page )/).slice(1).map((page) => ({
    width: number(page, 'width'),
    height: number(page, 'height'),
    lines: [...page.matchAll(/<line [^>]*>([\s\S]*?)<\/line>/g)].map(([line, words]) => ({
      left: number(line, 'xMin'),
      right: number(line, 'xMax'),
      middle: (number(line, 'yMin') + number(line, 'yMax')) / 2,
      says: [...words.matchAll(/<word [^>]*>([^<]*)/g)].map(([, word]) => word).join(' '),
    })),
  }));
}

const sheets = new Map();

/** An issue as it was printed, once for all. */
async function printed(path) {
  if (!sheets.has(path)) {
    await reader(shared, async (page) => {
      await page.goto(shared.base + path);
      sheets.set(path, measured(await page.pdf({ preferCSSPageSize: true, printBackground: false })));
    });
  }
  return sheets.get(path);
}

const near = (found, wanted, by, what) => assert.ok(Math.abs(found - wanted) <= by, `${what}: ${found}, wanted ${wanted}`);
const body = ({ lines }) => lines.filter(({ says }) => !/^—\s*\d+\s*—$/.test(says));
const text = (pages) => pages.flatMap(({ lines }) => lines.map(({ says }) => says)).join('\n');

test('a secretary prints an issue: A4, 22 lines of 28 characters where the standard wants them', async () => {
  const pages = await printed('kuaibao/2017/001.html');
  assert.ok(pages.length >= 3);
  for (const { width, height } of pages) {
    near(width, 210, 0.3, 'width');
    near(height, 297, 0.3, 'height');
  }
  const inner = body(pages[1]);
  assert.equal(inner.length, 22, 'lines of a full page');
  near((inner[21].middle - inner[0].middle) / 21, LINE, 0.02, 'from line to line');
  near(inner[0].middle - LINE / 2, 37, 1.2, 'upper margin');
  near(297 - inner[21].middle - LINE / 2, 35, 1.2, 'lower margin');
  for (let at = 1; at < inner.length; at += 1) {
    near(inner[at].middle - inner[at - 1].middle, LINE, 0.2, `before ${inner[at].says}`);
  }
  for (const page of pages) {
    assert.ok(body(page).length <= 22);
    for (const { says, left, right } of page.lines) {
      assert.ok((says.match(/[一-鿿]/g) ?? []).length <= 28, says);
      assert.ok(left >= 27.3 && right <= 184.5, `${left}–${right}: ${says}`);
    }
  }
  const whole = inner.filter(({ says }) => /^[一-鿿]{28}$/.test(says));
  assert.ok(whole.length >= 18, `${whole.length} lines of 28`);
  for (const { left, right } of whole) {
    near(left, 28, 0.7, 'left margin');
    near(right, 184, 0.5, 'right margin');
  }
});

test('a paragraph on paper begins two characters further in', async () => {
  const [first] = await printed('kuaibao/2017/001.html');
  const start = first.lines.find(({ says }) => says.startsWith('园区企业过去办事'));
  near(start.left - 28, (2 * 156) / 28, 0.7, 'indent');
});

test('pages on paper are numbered outside: odd ones on the right, even ones on the left', async () => {
  const pages = await printed('kuaibao/2017/001.html');
  pages.forEach(({ lines }, at) => {
    const number = lines.find(({ says }) => new RegExp(`^—\\s*${at + 1}\\s*—$`).test(says));
    assert.ok(number, `page ${at + 1}: ${lines.map(({ says }) => says).join('|')}`);
    const letter = (14 / 72) * 25.4;
    if (at % 2 === 0) {
      near(number.right, 184 - letter, 1.5, `right of page ${at + 1}`);
    } else {
      near(number.left, 28 + letter, 1.5, `left of page ${at + 1}`);
    }
    near(number.middle, 297 - 35 + 9, 3, 'below the text');
  });
});

test('paper has what a bulletin has, and nothing of the screen', async () => {
  for (const path of ['kuaibao/2016/007.html', 'dongtai/2016/005.html']) {
    const pages = await printed(path);
    const all = text(pages);
    const heads = pages[0].lines.slice(0, 4).map(({ says }) => says).join('\n');
    assert.match(heads, path.startsWith('kuaibao') ? /云湖改革快报[\s\S]*第7期（总第7期）/ : /改革动态[\s\S]*第5期（总第5期）/);
    assert.match(heads, /中共云湖市委全面深化改革领导小组办公室[\s\S]*2016年11月\d日/);
    assert.match(all, /报：[\s\S]*发：[\s\S]*印发[\s\S]*（共印\d+份）/);
    for (const word of ['跳到正文', '首页', '大字', '高对比', '深色', '搜索', '按年份', '合订本', '单独阅读', '引用格式', '下载本期', '上一期', '本文要点']) {
      assert.ok(!all.includes(word), `${path}: ${word}`);
    }
  }
  assert.match(text(await printed('dongtai/2016/005.html')), /目\s*录[\s\S]*一、三季度全市社会事业改革综合情况/);
});

test('the foot stands at the bottom of the last page, with the signature and some of the text above it', async () => {
  for (const path of ['kuaibao/2017/001.html', 'kuaibao/2016/003.html', 'kuaibao/2016/007.html', 'dongtai/2016/005.html']) {
    const pages = await printed(path);
    const last = body(pages.at(-1));
    const bottom = last.at(-1);
    assert.match(bottom.says, /共印\d+份/, path);
    near(bottom.middle, 297 - 35 - 4, 2.5, `${path}: bottom`);
    const foot = last.findIndex(({ says }) => says.startsWith('报：'));
    const signed = last.findIndex(({ says }) => says.startsWith('中共云湖市委'));
    assert.ok(signed >= 2 && signed < foot, `${path}: ${last.map(({ says }) => says).join('|')}`);
    assert.ok(last[foot].middle > last[foot - 1].middle + 8, `${path}: the foot stands in nobody's way`);
  }
});
