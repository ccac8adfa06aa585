/** The parts behind the dashboard that need no server: buckets, histories, rows, drafts, the tongues of the page. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Run, withFields } from '../../app-dashboard/src/data/listing.ts';
import { differing, fits, grouped, sorted, summary } from '../../app-dashboard/src/data/rows.ts';
import { dashboardEn } from '../../src/core/message/dashboard.en.ts';
import { Buckets } from '../../src/serve/dashboard/buckets.ts';
import { readDraft } from '../../src/serve/dashboard/draft.ts';
import { History } from '../../src/serve/dashboard/history.ts';
import { curveOf, heatOf } from '../../src/serve/dashboard/picture.ts';
import { eventLines } from './folder.ts';

describe('buckets', () => {
  const value = fc.oneof(
    { weight: 8, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY) },
  );

  it('hold what a plain reading of the same values holds', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 300, size: 'max' }), (rows) => {
        const most = 16;
        const buckets = new Buckets(2, most);
        rows.forEach((row, i) => {
          buckets.add(3 * i, row);
        });
        // The stride is the least power of two that lets them fit.
        let stride = 1;
        while (Math.ceil(rows.length / stride) > most) stride *= 2;
        expect(buckets.length).toBe(Math.ceil(rows.length / stride));
        for (let column = 0; column < buckets.length; column++) {
          expect(buckets.steps[column]).toBe(3 * column * stride);
          for (const place of [0, 1]) {
            const all = rows.slice(column * stride, (column + 1) * stride).map((row) => row[place] as number);
            const finite = all.filter(Number.isFinite);
            const cell = 2 * column + place;
            expect(buckets.count[cell]).toBe(finite.length);
            if (finite.length > 0) {
              expect(buckets.low[cell]).toBe(Math.min(...finite));
              expect(buckets.high[cell]).toBe(Math.max(...finite));
              expect(buckets.sum[cell]).toBeCloseTo(
                finite.reduce((a, b) => a + b, 0),
                3,
              );
            }
            const odd = all.find((one) => !Number.isFinite(one));
            expect(buckets.odd[cell]).toBe(odd === undefined ? 0 : Number.isNaN(odd) ? 1 : odd > 0 ? 2 : 3);
          }
        }
      }),
    );
  });

  it.each([[[-0, 0]], [[0, -0]]])('hold 0 above -0 in whatever order they come: %j', (values) => {
    const buckets = new Buckets(1, 2);
    buckets.add(0, [1]);
    buckets.add(1, [1]);
    for (const value of values) buckets.add(2, [value]);
    expect([buckets.low[1], buckets.high[1]]).toEqual([-0, 0]);
  });

  it('keep a spike and a NaN among a hundred thousand steps', () => {
    const buckets = new Buckets(1, 1024);
    for (let i = 0; i < 100_000; i++) buckets.add(i, [i === 31_415 ? 99 : i === 77_777 ? Number.NaN : 1]);
    const { high = [], odd, steps } = curveOf(buckets);
    expect(steps.length).toBeLessThanOrEqual(1024);
    expect(Math.max(...high.map(Number))).toBe(99);
    expect(odd).toHaveLength(1);
    const [at, word] = odd[0] as readonly [number, string];
    expect(word).toBe('NaN');
    expect(steps[at]).toBeLessThanOrEqual(77_777);
    expect(steps[at + 1] ?? Number.POSITIVE_INFINITY).toBeGreaterThan(77_777);
  });
});

describe('a history', () => {
  const lines = eventLines({ layers: 4, steps: 50, every: 10, seed: 1, diverged: true });
  const history = new History();
  for (const line of lines) history.add(line);

  it('names the first place that broke', () => {
    expect(history.breaks).toEqual([
      { series: 'gradient-norm/layer', label: 'layers.3', step: 48, value: 'NaN' },
      { series: 'stream-rms/out', label: 'layers.3', step: 48, value: 'Infinity' },
    ]);
  });

  it('draws layers from the first to the last, words where there is no number', () => {
    const heat = heatOf('stream-rms/out', history.labelsOf('stream-rms/out'), history.series.get('stream-rms/out')?.buckets as Buckets);
    expect(heat.labels).toEqual(['layers.0', 'layers.1', 'layers.2', 'layers.3']);
    expect(heat.steps).toEqual([0, 10, 20, 30, 40, 48, 49]);
    expect(heat.high[3]?.slice(-2)).toEqual(['Infinity', 'Infinity']);
    expect(heat.high[0]?.every((value) => typeof value === 'number')).toBe(true);
  });

  it('does not grow with what a file makes up', () => {
    const many = new History();
    for (let i = 0; i < 200; i++) many.add(JSON.stringify({ type: 'measured', step: 0, series: { [`s${i}`]: new Array(1000).fill(1) } }));
    expect(many.series.size).toBe(40);
    expect(many.bytes).toBeLessThan(64 * 2 ** 20);
  });
});

const made = (folder: string, more: Partial<Run> & { readonly fields?: Readonly<Record<string, string>> } = {}): Run => ({
  id: folder,
  folder,
  study: null,
  state: 'finished',
  steps: 10,
  total: 10,
  loss: null,
  evalLoss: 1,
  diverged: null,
  reason: null,
  seconds: 1,
  bytes: 1,
  fields: {},
  ...more,
});

describe('the list', () => {
  const runs = [
    made('a/pre-1', { evalLoss: 1, fields: { 'model.placement.id': 'pre', 'optimizer.lr': '0.01', seed: '1' } }),
    made('a/pre-2', { evalLoss: 2, fields: { 'model.placement.id': 'pre', 'optimizer.lr': '0.01', seed: '2' } }),
    made('a/pre-3', { state: 'diverged', evalLoss: null, fields: { 'model.placement.id': 'pre', 'optimizer.lr': '0.01', seed: '3' } }),
    made('a/post-1', { evalLoss: 'Infinity', fields: { 'model.placement.id': 'post', 'optimizer.lr': '0.1', seed: '1' } }),
  ];
  const wanted = { text: '', state: '', study: '' };

  it('finds by words, fields and states', () => {
    const found = (text: string, more = {}) => runs.filter((run) => fits(run, { ...wanted, text, ...more })).map(({ folder }) => folder);
    expect(found('post')).toEqual(['a/post-1']);
    expect(found('lr=0.01 placement=pre seed=2')).toEqual(['a/pre-2']);
    expect(found('lr=0.0')).toEqual([]);
    expect(found('', { state: 'diverged' })).toEqual(['a/pre-3']);
    expect(found('', { study: 'x' })).toEqual([]);
    expect(found('', { study: '-' })).toHaveLength(4);
  });

  it('groups seeds, counts what diverged, and means what finished', () => {
    const groups = grouped(runs);
    expect(groups.map(({ runs: own }) => own.length)).toEqual([3, 1]);
    expect(summary(groups[0]?.runs ?? [])).toEqual({ mean: 1.5, n: 2, diverged: 1 });
    expect(summary(groups[1]?.runs ?? [])).toEqual({ mean: null, n: 0, diverged: 0 });
    const trained = [made('a', { loss: 1 }), made('b', { loss: 4 }), made('c', { state: 'diverged', loss: 9 })];
    expect(summary(trained, 'loss')).toEqual({ mean: 2.5, n: 2, diverged: 1 });
  });

  it('sorts numbers as numbers, what has none last', () => {
    const order = (by: string, down: boolean) =>
      sorted(
        runs.map((run) => ({ key: run.id, runs: [run] })),
        { by, down },
      ).map(({ key }) => key);
    expect(order('optimizer.lr', true)[0]).toBe('a/post-1');
    expect(order('evalLoss', false)).toEqual(['a/pre-1', 'a/pre-2', 'a/post-1', 'a/pre-3']);
    expect(order('evalLoss', true)).toEqual(['a/post-1', 'a/pre-2', 'a/pre-1', 'a/pre-3']);
  });

  it('has the fields that differ as columns, those asked for first', () => {
    expect(differing(runs)).toEqual(['model.placement.id', 'optimizer.lr', 'seed']);
    expect(differing([...runs, made('b', { fields: { odd: '1' } })])).toContain('odd');
    expect(differing(runs.slice(0, 1))).toEqual([]);
  });

  it('reads fields that were told once', () => {
    const fields = [
      { path: 'task.id', values: ['copy'], of: null },
      { path: 'seed', values: ['1', '2'], of: [0, 1, -1, 0] },
    ];
    expect(withFields({ runs, fields }).map((run) => run.fields)).toEqual([
      { 'task.id': 'copy', seed: '1' },
      { 'task.id': 'copy', seed: '2' },
      { 'task.id': 'copy' },
      { 'task.id': 'copy', seed: '1' },
    ]);
  });
});

describe('a draft', () => {
  const engine = { id: 'ort-wasm', threads: 1 };
  const read = (text: string) => readDraft(text, engine, 'en');

  it('says what it would take', () => {
    expect(read('{ arms: [pre, post], run: { task: copy, steps: 10 }, tune: { lr: [0.1, 0.2], warmup: [0] }, seeds: 3 }')).toEqual({
      name: null,
      arms: ['pre', 'post'],
      runs: 10,
      steps: 100,
      task: 'copy',
    });
  });

  it.each([
    'specs/studies/depth.yaml',
    'specs/studies/ramp.yaml',
    'specs/studies/stability-map.yaml',
    'specs/studies/weight-decay.yaml',
    'app-dashboard/src/study.yaml',
  ])('%s fits', (file) => {
    expect(read(readFileSync(file, 'utf8')).runs).toBeGreaterThan(10);
  });

  it.each([
    ['arms: [pre', 'dash.error.yaml'],
    ['arms: [prx]', 'error.unknownMember'],
    ['seeds: 20000', 'error.specInvalid'],
    ['budget: { steps: 1 }', 'error.budget'],
  ])('%s is refused with a sentence', (text, key) => {
    try {
      read(text);
      expect.unreachable();
    } catch (error) {
      expect((error as { key?: string }).key).toBeDefined();
      if (key !== 'error.unknownMember' && key !== 'error.specInvalid') expect((error as { key?: string }).key).toBe(key);
    }
  });
});

describe('the page', () => {
  const folder = 'app-dashboard/src';
  const sources = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));

  it('says nothing that is not in the catalogue, and leaves nothing in it unsaid', () => {
    const all = [
      ...sources,
      ...['src/serve/dashboard/draft.ts', 'src/serve/dashboard/starter.node.ts', 'src/serve/dashboard/routes.node.ts'].map((file) =>
        readFileSync(file, 'utf8'),
      ),
    ].join('\n');
    const built = [...all.matchAll(/`(dash\.[\w.]+\.)\$\{/g)].map(([, start]) => start as string);
    const unsaid = Object.keys(dashboardEn).filter(
      (key) => key.startsWith('dash.') && !all.includes(`'${key}'`) && !built.some((start) => key.startsWith(start)),
    );
    expect(unsaid).toEqual([]);
  });

  it('never puts text in as markup', () => {
    for (const source of sources)
      expect(source).not.toMatch(/innerHTML|dangerouslySetInnerHTML|insertAdjacentHTML|document\.write|outerHTML|eval\(/);
  });
});
