import { describe, expect, it } from 'vitest';
import { benchModule } from '../../helper/bench.ts';

const { rowsOf } = await benchModule('rows.mjs');
const { summaryOf } = await benchModule('summary.mjs');
const { shapeOf, stepFlops } = await benchModule('work.mjs');
const { markdownOf } = await benchModule('markdown.mjs');

const shape = shapeOf('2x16@8', { batch: 2 });

/** CPU times are `cpu`; by the clock everything takes ten times as long on one thread, five times on two. */
const entry = (engine: string, cpu: number[], { threads = 1, diagnostics = false, missing = null as string | null } = {}) => ({
  shape,
  engine,
  threads,
  diagnostics,
  cpu,
  wall: cpu.map((ms) => (ms * 10) / threads),
  missing,
});

const ceilings = new Map([[1, { gflops: 1, cpuGflops: stepFlops(shape) / 1e9 / 0.002 }]]);
const entries = [
  entry('native', [4, 2, 30]),
  entry('native', [4, 4, 4], { threads: 2 }),
  entry('native', [5, 5, 5], { diagnostics: true }),
  entry('ort-node', [8, 8, 8]),
  entry('pytorch', [16, 16]),
  entry('pytorch', [5, 5], { threads: 2 }),
];

describe('rows', () => {
  it('have median and best of both clocks, and the share of the ceiling in CPU time', () => {
    const [native, two] = rowsOf({ entries, ceilings });
    expect([native.cpu.medianMs, native.cpu.minMs, native.wall.medianMs, native.wall.minMs]).toEqual([4, 2, 40, 20]);
    // A step that took 2 ms would be as fast as the ceiling.
    expect(native.shareOfCeiling).toBeCloseTo(0.5, 12);
    expect(two.shareOfCeiling).toBeNull();
  });
});

describe('the summary', () => {
  it('compares CPU times on as many threads', () => {
    const [one, two] = summaryOf(rowsOf({ entries, ceilings }));
    expect(one).toMatchObject({
      engine: 'native',
      threads: 1,
      cpuMs: 4,
      ratios: { 'ort-node': 0.5, pytorch: 0.25 },
      diagnosticsCost: 0.25,
      speedup: null,
    });
    expect(two).toMatchObject({ threads: 2, ratios: { 'ort-node': null, pytorch: 0.8 }, diagnosticsCost: null, speedup: 2 });
  });

  it('is about the next engine where the first cannot run, and empty without any of ours', () => {
    const gone = entries.map((one) => (one.engine === 'native' ? { ...one, missing: 'no compiler' } : one));
    expect(summaryOf(rowsOf({ entries: gone, ceilings }))).toMatchObject([{ engine: 'ort-node', ratios: { pytorch: 0.5 } }]);
    expect(summaryOf(rowsOf({ entries: entries.slice(4), ceilings }))).toEqual([]);
  });

  it('stands before the first heading, with who is missing and why', () => {
    const rows = rowsOf({ entries: [...entries, entry('tfjs-wasm', [], { missing: 'not | here' })], ceilings });
    const text: string = markdownOf({
      machine: { cpu: 'A', cores: 2, node: '20' },
      versions: { native: 'cc 12' },
      absent: { 'tfjs-wasm': 'not here' },
      ceilings: [{ threads: 1, gflops: 1, cpuGflops: 2 }],
      summary: summaryOf(rows),
      rows,
      curves: [],
      profiles: [],
    });
    const [before, after] = text.split('### All rows');
    expect(before).toContain('- tfjs-wasm: missing: not here');
    expect(before).toContain('| 2x16@8 | 1 | 4.0 | 0.50 | 0.25 | 50% | +25.0% | – |');
    expect(after).toContain('| missing: not \\| here |');
  });
});
