// One page of the hub: `<page>.html` and its parts in `<page>/assets`, with references that are relative to the page.
// `npm run dev` serves the pages from their sources and asks the hub at $HUB for data.
import { defineConfig, type ProxyOptions } from 'vite';

const hub = process.env['HUB'] ?? 'http://127.0.0.1:8080';
const toHub: ProxyOptions = { target: hub, changeOrigin: true, ws: true, headers: { origin: hub } };

export default defineConfig(({ command, mode }) => ({
  base: './',
  publicDir: false,
  logLevel: command === 'build' ? 'warn' : 'info',
  build: {
    target: ['chrome123', 'firefox128', 'safari17.5'],
    assetsDir: `${mode}/assets`,
    // Everything a page needs comes as a file: its policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: false,
    reportCompressedSize: false,
    rollupOptions: { input: `${mode}.html` },
  },
  server: { open: '/fleet.html', proxy: { '/api': toHub, '/ws-frontend': toHub } },
}));
