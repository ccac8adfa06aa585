/** The lab as static files that any host can serve: relative addresses, no inline code, the book as a file of its own. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { evidenceIn } from '../src/claim/folder.node.ts';
import { builtInBook } from '../src/task/data/files.node.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The text that Node's text task brings along, byte for byte. */
const book: Plugin = {
  name: 'book',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'book.txt', source: builtInBook().bytes });
  },
};

/**
 * The evidence of claims, file by file as it is committed. Whether it answers today's question is found out here: the question has powers
 * in it, whose last digit a browser may have otherwise.
 */
const evidence: Plugin = {
  name: 'claim-evidence',
  resolveId: (id) => (id === 'virtual:claim-evidence' ? `\0${id}` : undefined),
  load(id) {
    if (id !== '\0virtual:claim-evidence') return undefined;
    const folder = at('../docs/claims');
    const texts = [...evidenceIn(folder).keys()].map((claim) => [claim, readFileSync(`${folder}/${claim}.json`, 'utf8')]);
    return `export default ${JSON.stringify(Object.fromEntries(texts))};`;
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
  plugins: [book, evidence],
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
