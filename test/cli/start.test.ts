/** How soon a command that only answers starts: what it loads, and the processor's time that takes. */
import { execFileSync } from 'node:child_process';
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
];

it.each(['explain', 'list', 'schema'])('%s loads no package that only other work needs', (command) => {
  const found = needs(resolve(dist, `cli/command/${command}.js`));
  expect(found.size).toBeGreaterThan(50);
  expect([...found].filter((name) => heavy.includes(name))).toEqual([]);
});

it('`normlab explain pre` takes at most half a second of one processor', () => {
  const report = 'process.on("exit",()=>{const{user,system}=process.cpuUsage();process.stderr.write(String(user+system))})';
  const once = (): number => {
    const run = ['--import', `data:text/javascript,${report}`, resolve(dist, 'cli/main.js'), 'explain', 'pre'];
    return Number(execFileSync('/bin/sh', ['-c', '"$@" 2>&1 >/dev/null', 'sh', process.execPath, ...run], { encoding: 'utf8' })) / 1e6;
  };
  // The least of a few: others may keep the machine busy.
  const seconds = Math.min(...Array.from({ length: 5 }, once));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(0.5);
});
