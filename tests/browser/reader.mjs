// The browser, and readers in it. A reader has a fresh profile and a list of everything that went wrong on the way:
// messages of the console, failed requests, requests to elsewhere, dialogs.

import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { after } from 'node:test';
import assert from 'node:assert/strict';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The folder of the built site. */
export const site = resolve(process.env.KUAIBAO_SITE ?? join(here, '../../site'));

const modules = process.env.KUAIBAO_MODULES ?? join(here, '../../target/validators/browser');
const { chromium } = createRequire(join(modules, 'here.js'))('playwright-core');

const browser = await chromium.launch({
  executablePath: process.env.KUAIBAO_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--disable-gpu', '--no-proxy-server', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
});

const TYPES = {
  '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.png': 'image/png',
};

/** What stands below `/x/y/` and nowhere else. */
async function serve(request, response) {
  const path = decodeURIComponent(new URL(request.url, 'http://here').pathname);
  try {
    assert.ok(path.startsWith('/x/y/') && !path.includes('..'));
    const bytes = await readFile(join(site, path.slice('/x/y/'.length)));
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}

const server = createServer(serve);
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));

after(async () => {
  await browser.close();
  server.close();
});

/** The ways in which readers come to the site. */
export const shared = { way: 'from a shared folder', base: pathToFileURL(site + '/').href };
export const served = { way: 'from a server, below a path', base: `http://127.0.0.1:${server.address().port}/x/y/` };
export const ways = [shared, served];

/** A page of each kind; the addresses are those of the sample. */
export const kinds = [
  'index.html', 'new.html', 'search.html', 'kuaibao/index.html', 'kuaibao/2016/index.html', 'kuaibao/2017/001.html',
  'kuaibao/2016/007.html', 'kuaibao/2017/001/01.html', 'dongtai/2016/005.html', 'dongtai/2016/005/01.html',
  'years/index.html', 'years/2016.html', 'units/index.html', 'units/gaoxin.html', 'topics/index.html',
  'topics/ada7692392.html', 'groups/index.html', 'groups/29d60e7ab5.html', 'cases/index.html',
];

/** Opens a reader's profile, lets `read(page)` go through the site, and looks at what went wrong meanwhile. */
export async function reader({ base }, read, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN', ...options });
  const wrong = [];
  context.setDefaultTimeout(60_000);
  context.on('console', (message) => { wrong.push(`console: ${message.type()} ${message.text()}`); });
  context.on('weberror', (error) => { wrong.push(`script: ${error.error()}`); });
  context.on('dialog', (dialog) => { wrong.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  context.on('requestfailed', (request) => {
    // A reader who goes on before the icon is there has not met a fault.
    if (request.failure().errorText !== 'net::ERR_ABORTED') { wrong.push(`failed: ${request.url()}`); }
  });
  context.on('request', (request) => { if (!request.url().startsWith(base)) { wrong.push(`elsewhere: ${request.url()}`); } });
  context.on('response', (response) => { if (response.status() >= 400) { wrong.push(`${response.status()}: ${response.url()}`); } });
  try {
    const page = await context.newPage();
    await read(page, context);
    assert.deepEqual(await context.cookies(), [], 'nobody is followed');
    assert.deepEqual(wrong, []);
  } finally {
    await context.close();
  }
}

/** Opens the search page with what an address may ask for, and waits for its answer. */
export async function ask(page, base, asked) {
  await page.goto(`${base}search.html?${new URLSearchParams(asked)}`);
  await answered(page);
}

export async function answered(page) {
  await page.locator('#search[data-state=done]').waitFor();
}

/** How far two colours are apart, for a page's own functions: `contrast('rgb(…)', 'rgb(…)')`. */
export const COLOURS = `
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = parts(colour).slice(0, 3).map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => { const [x, y] = [light(a), light(b)]; return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05); };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/, 0\\)$/.test(colour)) { return colour; }
    }
    return 'rgb(255, 255, 255)';
  };`;
