// Bundles the tests into one file for Node's own test runner.
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

export default defineConfig({
  logLevel: 'warn',
  publicDir: false,
  build: {
    ssr: 'test/all.ts',
    outDir: resolve(process.env['PAGES_OUT'] ?? '../../../target', 'pages-test'),
    emptyOutDir: true,
    rollupOptions: { output: { entryFileNames: 'all.js' } },
  },
});
