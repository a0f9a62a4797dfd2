// Builds each page by itself, so that every one is served below its own path: node pages.mjs [directory]
import { readdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'vite';

const out = resolve(process.argv[2] ?? '../../../target/classes/pages');
rmSync(out, { recursive: true, force: true });
for (const file of readdirSync('.').filter((name) => name.endsWith('.html'))) {
  await build({ mode: file.slice(0, -'.html'.length), build: { outDir: out } });
}
