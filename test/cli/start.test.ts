/** How soon a command that only answers starts: what it loads. Seconds are of the machine; docs/log.md has some. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** Packages and modules that a module needs before it runs. */
function needs(file: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(file) || !existsSync(file)) return found;
  found.add(file);
  for (const [, name] of readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b[^;'"=(]*['"]([^'"]+)['"]/gm)) {
    if (name?.startsWith('.')) needs(resolve(dirname(file), name), found);
    else if (name) found.add(name);
  }
  return found;
}

const heavy = [
  'yaml',
  '@bufbuild/protobuf',
  'onnxruntime-node',
  'onnxruntime-web',
  'linkedom',
  '@observablehq/plot',
  '@duckdb/node-api',
  'hono',
  'koffi',
];

it.each(['explain', 'list', 'schema'])('%s loads no package that only other work needs', (command) => {
  const found = needs(resolve(dist, `cli/command/${command}.js`));
  expect(found.size).toBeGreaterThan(50);
  expect([...found].filter((name) => heavy.includes(name))).toEqual([]);
});

it('`normlab explain` reads few files before it runs, as reading them is most of its time', () => {
  const found = new Set([...needs(resolve(dist, 'cli/main.js')), ...needs(resolve(dist, 'cli/command/explain.js'))]);
  expect(found.size).toBeLessThan(430);
});
