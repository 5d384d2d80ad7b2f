// The items of the site as their own pages show them: what must be found is read from there, not from the index.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { site } from './reader.mjs';

const plain = (markup) => markup.replace(/<[^>]*>/g, '').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&');

/** An item's page: its address, title, day, and the texts of its paragraphs. */
function item(path) {
  const page = readFileSync(join(site, path), 'utf8');
  const text = page.match(/<div class="text">([\s\S]*?)<\/div>\s*(<p class="withdrawn"|<footer)/)?.[1] ?? '';
  return {
    path,
    title: plain(page.match(/<h1>([\s\S]*?)<\/h1>/)[1]),
    date: page.match(/<time datetime="([^"]+)"/)[1],
    blocks: text.split(/<(?:\/?(?:p|li|td|th|h\d|figcaption|dt|dd)|br)\b[^>]*>/).map(plain).filter((block) => block.trim()),
  };
}

/** All of them, by their addresses. */
export const all = () => readdirSync(site, { recursive: true })
  .filter((path) => /^[\w-]+\/\d{4}\/\w+\/\d+\.html$/.test(path)).sort().map(item);
