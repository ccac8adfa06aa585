/** The dashboard's page, served by `normlab serve` alone: no inline code, nothing from elsewhere. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at('.'),
  base: '/',
  // The lab's frame is used here too; of the library the dashboard needs little.
  resolve: { alias: { 'normlab/web': at('./src/library.ts') } },
  build: { outDir: at('../dist-dashboard'), emptyOutDir: true, target: 'es2023', assetsInlineLimit: 0, modulePreload: false },
});
