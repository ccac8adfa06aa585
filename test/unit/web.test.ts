/** `normlab/web` in a bundler: no Node module is asked for, and the bundle has what it promises. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { expect, it } from 'vitest';

it('bundles for browsers without any Node module', async () => {
  const externalized: string[] = [];
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    root: fileURLToPath(new URL('../..', import.meta.url)),
    plugins: [
      {
        name: 'report-node-modules',
        enforce: 'pre',
        resolveId(source, importer) {
          const ours = importer !== undefined && !importer.includes('node_modules');
          if (ours && (source.startsWith('node:') || source.includes('.node.'))) externalized.push(`${source} from ${importer}`);
          return null;
        },
      },
    ],
    // The runtime of the engines is a package of its own, and megabytes of WebAssembly.
    build: {
      write: false,
      minify: false,
      rollupOptions: { external: [/^onnxruntime-web/] },
      lib: { entry: 'dist/web.js', formats: ['es'], fileName: 'web' },
    },
  });
  expect(externalized).toEqual([]);
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((one) => ('output' in one ? one.output : []));
  const code = outputs.map((output) => ('code' in output ? output.code : '')).join('\n');
  expect(code).toContain('Sandwich-Norm');
  expect(code).not.toContain('child_process');
});
