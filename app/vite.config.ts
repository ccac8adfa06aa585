/** The lab as static files that any host can serve: relative addresses, no inline code, the book as a file of its own. */
import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig, type Plugin } from 'vite';
import { builtInBook } from '../src/task/data/files.node.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The text that Node's text task brings along, byte for byte. */
const book: Plugin = {
  name: 'book',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'book.txt', source: builtInBook().bytes });
  },
};

const alias = [
  { find: 'normlab/web', replacement: at('../src/web.ts') },
  // The binary that Node loads: the same bits. The bundled default of browsers is another one.
  { find: /^onnxruntime-web$/, replacement: 'onnxruntime-web/wasm' },
];

/** The library's modules do nothing but export: what the page does not use stays out of it. */
const library = at('../src/');
const rolldownOptions = { treeshake: { moduleSideEffects: (id: string) => !id.startsWith(library) } };

export default defineConfig({
  root: at('.'),
  base: './',
  plugins: [preact({ devToolsEnabled: false, prefreshEnabled: false }), book],
  resolve: { alias },
  worker: { format: 'es', rolldownOptions },
  build: {
    outDir: at('../dist-app'),
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000,
    rolldownOptions,
  },
});
