/** What --emit writes: every program of a run, the runtime they include, and no run. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runtimeFiles } from '../../../src/engine/native/build.node.ts';
import { emitProgram } from '../../../src/engine/native/c/program.ts';
import { sourcesOf } from '../../../src/engine/native/sources.node.ts';
import { add } from '../../../src/graph/math.ts';
import { newGraph, program } from '../../../src/graph/program.ts';
import { emitSources } from '../../../src/study/emit.node.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'normlab-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const spec = (nLayers: number, diagnostics: object) => ({
  model: { placement: 'pre', nLayers, dModel: 8, nHeads: 2, seqLen: 4 },
  task: 'copy',
  batchSize: 2,
  diagnostics,
});

it('writes the step, the step that measures, the evaluation, and the runtime', async () => {
  const { files, compile } = await emitSources(spec(2, { every: 5 }), folder);
  expect(files).toEqual(['step.c', 'measured-step.c', 'evaluation.c']);
  expect(readdirSync(folder).sort()).toEqual([...files, 'runtime'].sort());
  for (const { name, text } of runtimeFiles()) expect(readFileSync(join(folder, 'runtime', name), 'utf8')).toBe(text);
  const texts = files.map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(texts.map((text) => text.split('\n')[0]?.slice('// '.length))).toEqual(compile);
  for (const text of texts) expect(text).toContain('int nl_step(void **io, float *arena, int threads)');
  expect(texts[1]).toContain('measure:');
  expect(texts[0]).not.toContain('measure:');
});

it('leaves out what a run without measurements has not, and has the pieces of a deep model once for each shape', async () => {
  expect((await emitSources(spec(1, { every: 0 }), folder)).files).toEqual(['step.c', 'evaluation.c']);
  const { files } = await emitSources(spec(65, { every: 0 }), folder);
  expect(files.filter((name) => name.startsWith('part')).length).toBeGreaterThan(4);
  expect(files.length).toBeLessThan(30);
  // A step that measures has pieces of its own.
  expect((await emitSources(spec(65, { every: 5 }), folder)).files.length).toBeGreaterThan(1.5 * files.length);
});

it('tells what each pointer is, in the order of the call, whatever its name', () => {
  const graph = newGraph();
  const [a, b] = [graph.input('a*/b', [2, 3]), graph.input('b\nc', [3])];
  const [first] = sourcesOf([program({ sum: add(a, b) })]);
  expect(first?.name).toBe('part.c');
  expect(first?.text.split('\n').slice(1, 6)).toEqual([
    '/*',
    '   io[0] in   float [2, 3]  a?/b',
    '   io[1] in   float [3]  b?c',
    '   io[2] out  float [2, 3]  sum',
    '*/',
  ]);
  // Code that is compiled unseen holds no word of a spec.
  expect(emitProgram(program({ 'sum*/': add(a, b) }))).not.toMatch(/a\*\/|b\nc|sum\*/);
});

it('says what does not fit, before anything is written', async () => {
  await expect(emitSources({ model: { placement: 'pree' } }, folder)).rejects.toMatchObject({ exitCode: 2 });
  expect(readdirSync(folder)).toEqual([]);
  const file = join(folder, 'file');
  writeFileSync(file, '');
  await expect(emitSources(spec(1, { every: 0 }), join(file, 'below'))).rejects.toMatchObject({ key: 'error.unwritable' });
});
