/** The code that the guides show, put into its family as the guide says, does what the guide says. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import { defineFamily, type Family, type Member } from '../../../src/core/registry.ts';
import { normalizers } from '../../../src/model/normalizer/index.ts';
import type { Normalizer } from '../../../src/model/normalizer/types.ts';
import { placements } from '../../../src/model/placement/index.ts';
import { type Placement, placementKinds } from '../../../src/model/placement/types.ts';
import { relativeError } from '../../helper/numeric.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The first TypeScript block of a guide as a module, as if it stood in `folder` of src. */
async function memberOf(guide: string, folder: string): Promise<unknown> {
  const page = readFileSync(join(root, 'docs/guide', guide), 'utf8');
  const [, code = ''] = /```ts\n(.*?)```/s.exec(page) ?? [];
  const place = mkdtempSync(join(tmpdir(), 'normlab-guide-'));
  try {
    const file = join(place, 'member.ts');
    writeFileSync(
      file,
      code.replaceAll(/from '(\.[^']+)'/g, (_, path) => `from '${join(root, 'src/model', folder, path)}'`),
    );
    return Object.values((await import(/* @vite-ignore */ file)) as object)[0];
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** The family with one member more: what a line in its array does. */
function withMember<M extends Member>({ noun, members }: Family<M>, member: M): Family<M> {
  return defineFamily(noun, [...members, member] as unknown as [M, ...M[]]);
}

afterEach(() => {
  vi.doUnmock('../../../src/model/placement/index.ts');
  vi.doUnmock('../../../src/model/normalizer/index.ts');
  vi.resetModules();
});

/** Names and kinds of the fields, so that a guide notices when members change their shape. */
const shapeOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([name, child]) => [name, shapeOf(child)]))
    : typeof value;

const pages = (name: string): string[] => [`${name}.md`, `${name}.zh-CN.md`];

it.each(pages('add-a-placement'))('%s adds a placement that all the rest finds by itself', async (page) => {
  const member = (await memberOf(page, 'placement')) as Placement;
  const { options, init: _init, about: _about, ...plain } = shapeOf(placements.get('layerscale')) as Record<string, unknown>;
  expect(shapeOf(member)).toMatchObject(plain);
  expect(Object.keys(options as object).length).toBeGreaterThan(0);

  vi.resetModules();
  vi.doMock('../../../src/model/placement/index.ts', () => ({ placements: withMember(placements, member) }));
  const { buildTiny, pairModel, crossModel, tapValue } = await import('../../helper/model.ts');
  const { StreamLaw } = await import('../../helper/stream.ts');
  const { modelEquation } = await import('../../../src/model/equation.ts');
  const { parseRun } = await import('../../../src/spec/parse.ts');
  const { runJsonSchema } = await import('../../../src/spec/schema.ts');
  const { readArmText } = await import('../../../src/study/arm-text.ts');
  const { explainPlacement } = await import('../../../src/explain/placement.ts');
  const { defaultShape } = await import('../../../src/explain/model.ts');
  const { kitSpec } = await import('../../../src/conformance/spec.ts');
  const { segmentsOf } = await import('../../../src/train/segment/cut.ts');

  expect(modelEquation(pairModel('root-depth', 'layer'))).toBe('x ← x + a/2·F(LN(x))');
  expect(member.about?.equation).toBe('x ← x + a/2·F(LN(x))');
  expect(Object.keys(placementKinds)).toContain(member.about?.kind);
  const built = buildTiny(pairModel('root-depth', 'layer'));
  const own = [...built.scope.parameters.keys()].filter((key) => /input_norm|\.a$/.test(key));
  expect(own.length).toBe(4 * 3);
  new StreamLaw(pairModel('root-depth', 'layer'), built).check((tap, expected) => {
    expect(relativeError(tapValue(built, tap), expected), tap).toBeLessThan(1e-11);
  });
  expect(buildTiny(crossModel('root-depth', 'rms')).scope.parameters.has('decoder.layers.1.cross.a')).toBe(true);

  expect(parseRun({ model: { placement: 'root-depth' } }).model.placement).toEqual({ id: 'root-depth', start: 1 });
  expect(() => parseRun({ model: { placement: { id: 'root-depth', start: -1 } } })).toThrow('start');
  expect(JSON.stringify(runJsonSchema())).toContain('root-depth');
  expect(readArmText('root-depth:start=0.5', 'en')).toMatchObject({ model: { placement: { id: 'root-depth', start: 0.5 } } });
  expect(explainPlacement({ id: 'root-depth' }, { ...defaultShape }, 'en')).toMatchObject({
    equation: 'x ← x + a/4.89898·F(LN(x))',
    constants: { root: Math.sqrt(2 * defaultShape.depth) },
    claim: member.about?.claim.en,
    optionsAbout: [{ name: 'start', about: member.options.start?.about.en }],
  });
  // What somebody adds need not be described.
  Reflect.deleteProperty(member, 'about');
  expect(explainPlacement({ id: 'root-depth' }, { ...defaultShape }, 'zh')).toMatchObject({ claim: null, failure: null, limits: [] });
  expect(kitSpec({ model: { placement: 'root-depth' } as never }).model.placement.id).toBe('root-depth');
  expect(segmentsOf({ ...pairModel('root-depth', 'layer'), nLayers: 100 }).length).toBe(5);
});

it.each(pages('add-a-normalizer'))('%s adds a normalizer that is what it declares', async (page) => {
  const member = (await memberOf(page, 'normalizer')) as Normalizer;
  expect(shapeOf(member)).toEqual(shapeOf(normalizers.get('rms')));

  vi.resetModules();
  vi.doMock('../../../src/model/normalizer/index.ts', () => ({ normalizers: withMember(normalizers, member) }));
  const { loneNorm } = await import('../../helper/norm.ts');
  const { numbersOf, buildTiny, pairModel } = await import('../../helper/model.ts');
  const { modelEquation } = await import('../../../src/model/equation.ts');
  const { parseRun } = await import('../../../src/spec/parse.ts');

  expect(modelEquation(pairModel('pre', 'mean-abs'))).toBe('x ← x + F(MA(x))');
  expect(parseRun({ model: { placement: 'pre', normalizer: 'mean-abs' } }).model.normalizer).toEqual({ id: 'mean-abs', eps: 1e-6 });
  expect(buildTiny(pairModel('post', 'mean-abs')).scope.parameters.has('layers.0.ffn.exit_norm.weight')).toBe(true);

  const ours = (eps: number, x: readonly number[]): number[] => {
    const { y, feeds } = loneNorm({ id: 'mean-abs', eps }, [1, x.length], { seqLen: 1, train: true });
    return [...numbersOf(y, { ...feeds, 'norm.weight': new Float64Array(x.length).fill(1), x: Float64Array.from(x) })];
  };
  // By hand: mean magnitude 2, outside of which stands the epsilon.
  for (const [eps, by] of [
    [0, 2],
    [0.5, 2.5],
  ] as const) {
    ours(eps, [1, -3, 2, -2]).forEach((value, i) => {
      expect(value).toBeCloseTo(([1, -3, 2, -2][i] as number) / by, 12);
    });
  }
  expect(ours(0, [10, -30, 20, -20])[1]).toBeCloseTo(ours(0, [1, -3, 2, -2])[1] as number, 12);
});
