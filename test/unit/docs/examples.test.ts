/** The examples, run as they stand against the built package, and the snippets of the READMEs, which are cut from files that run. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { inits } from '../../../src/model/init/index.ts';
import { normalizers } from '../../../src/model/normalizer/index.ts';
import { placements } from '../../../src/model/placement/index.ts';
import { parseRun } from '../../../src/spec/parse.ts';
import { presets } from '../../../src/spec/preset/index.ts';
import { studyPlan } from '../../../src/study/options.ts';
import { foreseen } from '../../../src/study/study.ts';
import { parseStudy } from '../../../src/study/study-spec.ts';
import { tasks } from '../../../src/task/index.ts';

const root = new URL('../../../', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, root), 'utf8');
const examples = readdirSync(new URL('examples/', root)).filter((file) => file.endsWith('.ts'));
const specs = readdirSync(new URL('specs/', root)).filter((file) => file.endsWith('.yaml'));
const studies = readdirSync(new URL('specs/studies/', root));

describe('examples', () => {
  const printed: unknown[][] = [];
  beforeEach(() => {
    printed.length = 0;
    vi.spyOn(console, 'log').mockImplementation((...words) => printed.push(words));
  });
  afterEach(() => vi.restoreAllMocks());

  it('compare.ts prints a finite loss for each arm, and a verdict', async () => {
    await import('../../../examples/compare.ts');
    expect(printed).toHaveLength(3);
    for (const [i, id] of ['post', 'pre'].entries()) {
      const [arm, lr, warmup, loss] = printed[i] as [string, number, number, number];
      expect([arm, lr > 0, warmup >= 0]).toEqual([id, true, true]);
      expect(loss).toBeLessThan(Math.log(9) + 0.5);
    }
    const [pair, difference, [low, high], verdict] = printed[2] as [string, number, [number, number], string];
    expect(pair).toBe('post - pre');
    expect(difference).toBeCloseTo((low + high) / 2, 9);
    expect(['better', 'worse', 'no difference shown']).toContain(verdict);
  });

  it('signal.ts finds the gradient of the last FFN to fall with depth under Pre-Norm, and not under Post-Norm', async () => {
    await import('../../../examples/signal.ts');
    const slopes = printed.map(([line]) => /^(\w+): (?:depth \d: \d\.\d{3}(?:, |; )){3}slope (-?\d\.\d\d)$/.exec(String(line)));
    expect(slopes.map((found) => found?.[1])).toEqual(['post', 'pre', 'sandwich']);
    const [post, pre] = slopes.map((found) => Number(found?.[2]));
    expect(pre).toBeLessThan(-0.1);
    expect(post).toBeGreaterThan(pre as number);
  });

  it('train.ts prints the validation loss along the way and at the end', async () => {
    await import('../../../examples/train.ts');
    const losses = printed.slice(0, -1).map(([line]) => Number(/^step \d+: validation loss (\d\.\d{3})$/.exec(String(line))?.[1]));
    expect(losses).toHaveLength(10);
    expect(losses.at(-1)).toBeLessThan(losses[0] as number);
    expect(printed.at(-1)?.[0]).toMatch(/^finished after 60 of 60 steps: \d\.\d{3} nats per token$/);
  });

  it('custom-loop.ts prints every step, three measurements and the end', async () => {
    await import('../../../examples/custom-loop.ts');
    const steps = printed.flatMap(([line]) => /^step \d+: loss (\d\.\d{3})$/.exec(String(line))?.[1] ?? []).map(Number);
    expect(steps).toHaveLength(20);
    expect(steps.at(-1)).toBeLessThan(steps[0] as number);
    const measured = printed.filter(([words]) => words === 'stream RMS after each sublayer:').map(([, values]) => values as number[]);
    expect(measured.map(({ length }) => length)).toEqual([2, 2, 2]);
    // Post-Norm: while gains are 1, the norm of the sum leaves the stream at an RMS of 1.
    for (const value of measured[0] as number[]) expect(value).toBeCloseTo(1, 1);
    expect(printed.at(-1)?.[0]).toMatch(/^validation loss \d\.\d{3} nats per token$/);
  });

  it('all have a test here', () => expect(examples.sort()).toEqual(['compare.ts', 'custom-loop.ts', 'signal.ts', 'train.ts']));

  it.each(examples)('%s is short, says how to run it, and imports the package by its name only', (file) => {
    const text = read(`examples/${file}`);
    expect(text.trimEnd().split('\n').length).toBeLessThan(30);
    expect(text).toContain(`node examples/${file}`);
    const modules = [...text.matchAll(/from '([^']+)'/g)].map(([, name]) => name);
    expect(modules).toHaveLength(1);
    expect(['normlab', 'normlab/web']).toContain(modules[0]);
  });
});

it.each(specs)('specs/%s is a whole spec and says how to run it', (file) => {
  const text = read(`specs/${file}`);
  expect(text).toContain(`normlab train specs/${file}`);
  expect(parseRun(parse(text)).steps).toBeGreaterThan(0);
});

it.each(studies)('specs/studies/%s is a whole study and says how to run it', (file) => {
  const text = read(`specs/studies/${file}`);
  expect(text).toContain(`normlab study specs/studies/${file}`);
  const { engine: _engine, ...options } = parseStudy(parse(text));
  expect(foreseen(studyPlan(options, { id: 'reference', threads: 1 })).runs).toBeGreaterThan(10);
});

it.each(['', '.zh-CN'])('docs/guide/studies%s.md shows a study as it runs', (language) => {
  const [, shown] = /```yaml\n(.*?)```/s.exec(read(`docs/guide/studies${language}.md`)) ?? [];
  const lines = read('specs/studies/depth.yaml').split('\n');
  expect(shown).toBe(lines.filter((line) => !line.startsWith('#')).join('\n'));
});

describe.each(['README.md', 'README.zh-CN.md'])('%s', (file) => {
  const blocks = (language: string) =>
    [...read(file).matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, text]) => text);

  it('shows the library as examples/compare.ts runs it', () => {
    const [, ...lines] = read('examples/compare.ts').split('\n');
    expect(blocks('ts')).toEqual([lines.join('\n')]);
  });

  it('has every placement in its table once, and counts what there is', () => {
    const [, block = ''] = /\| (?:Kind|种类) \|.*\n\| --- \| --- \|\n((?:\|.*\n)+)/.exec(read(file)) ?? [];
    const named = block.split('\n').flatMap((row) => [...(row.split(/；|; /)[0] as string).matchAll(/`([\w-]+)`/g)].map(([, id]) => id));
    expect(named.sort()).toEqual([...placements.ids].sort());
    const counts = [placements.ids.length - 4, normalizers.ids.length, inits.ids.length, presets.ids.length, tasks.ids.length];
    for (const count of counts) expect(read(file)).toMatch(new RegExp(`\\b${count}\\b`));
  });

  it('shows the spec as specs/text-pre.yaml runs it', () => {
    const lines = read('specs/text-pre.yaml').split('\n');
    expect(blocks('yaml')).toEqual([lines.filter((line) => !line.startsWith('#')).join('\n')]);
  });
});
