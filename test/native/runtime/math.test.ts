/** The vector functions of the runtime, compiled with the machine's real compiler, against double precision. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { erfFloat64 } from '../../../src/graph/op/erf.ts';
import { compiler, feed, Programs, vectorWidths } from '../../helper/compile-c.ts';

const names = ['abs', 'sqrt', 'exp', 'log', 'tanh', 'erf', 'atan'] as const;
type Name = (typeof names)[number];

/** Errors allowed: in units in the last place of the exact value (without a fused multiply-add a little more than with it), and absolute. */
const functions: Readonly<Record<Name, { readonly f: (x: number) => number; readonly ulp: number; readonly absolute?: number }>> = {
  abs: { f: Math.abs, ulp: 0 },
  sqrt: { f: Math.sqrt, ulp: 0.5 },
  exp: { f: Math.exp, ulp: 1.5 },
  log: { f: Math.log, ulp: 1.5 },
  tanh: { f: Math.tanh, ulp: 2, absolute: 1e-7 },
  erf: { f: erfFloat64, ulp: 2, absolute: 1e-7 },
  atan: { f: Math.atan, ulp: 2.5 },
};

const smallest = 2 ** -126;

/** Bit patterns evenly through all floats, NaN and denormals among them, then the range where functions are not yet flat, then the edges. */
function points(): Float32Array {
  const patterns = new Float32Array(Uint32Array.from({ length: 60_000 }, (_, i) => i * 71_582).buffer);
  const middle = Array.from({ length: 60_000 }, (_, i) => (i - 30_000) / 2900);
  const edges = [0, 1e-45, smallest, 0.5, Math.SQRT1_2, 1, Math.SQRT2, 3.95, 9.02, 87.33654, 87.33655, 88.7228, 88.72284, 89, 104, 3.4e38];
  const all = [...patterns, ...middle, ...edges, ...edges.map((x) => -x), Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
  return Float32Array.from(all);
}

/** The distance of two neighbours where x lies; that of the smallest normal numbers below. */
const unit = (x: number): number => 2 ** (Math.floor(Math.log2(Math.max(Math.abs(x), smallest))) - 23);

interface Worst {
  ulp: number;
  absolute: number;
  /** Finite where infinite is right, a number where none is, or the other way. */
  readonly odd: string[];
}

function judge(x: Float32Array, y: Float32Array, f: (x: number) => number): Worst {
  const worst: Worst = { ulp: 0, absolute: 0, odd: [] };
  for (let i = 0; i < x.length; i++) {
    const [given, made] = [x[i] as number, y[i] as number];
    const exact = f(given);
    if (!Number.isFinite(Math.fround(exact)) || !Number.isFinite(made)) {
      if (!Object.is(Math.fround(exact), made)) worst.odd.push(`of ${given}: ${made}, not ${exact}`);
      continue;
    }
    // What is denormal may come out as zero.
    if (made === 0 && Math.abs(exact) < smallest) continue;
    worst.ulp = Math.max(worst.ulp, Math.abs(made - exact) / unit(exact));
    worst.absolute = Math.max(worst.absolute, Math.abs(made - exact));
  }
  return worst;
}

let programs: Programs;
beforeAll(() => {
  programs = new Programs();
});
afterAll(() => programs.close());

describe.skipIf(!compiler)(`functions of vectors${compiler ? '' : ' (no C compiler here)'}`, () => {
  it.each(vectorWidths)('are exact to rounding, with vectors %s', async (_, extra) => {
    const x = points();
    const bytes = await feed(await programs.compile(fileURLToPath(new URL('math.c', import.meta.url)), extra), x);
    const out = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    expect(out.length).toBe(1 + names.length * x.length);
    if (extra.length > 0) expect(out[0]).toBeLessThanOrEqual(extra[0] === '-mno-avx' ? 4 : 8);
    for (const [i, name] of names.entries()) {
      const { f, ulp, absolute = Number.POSITIVE_INFINITY } = functions[name];
      const y = out.subarray(1 + i * x.length, 1 + (i + 1) * x.length);
      const worst = judge(x, y, f);
      expect(worst.odd, name).toEqual([]);
      expect(worst.ulp, name).toBeLessThanOrEqual(ulp);
      expect(worst.absolute, name).toBeLessThanOrEqual(absolute);
      // Squashing functions squash.
      if (name === 'tanh' || name === 'erf') expect(y.some((value) => Math.abs(value) > 1)).toBe(false);
    }
  });

  it('have the values that everyone expects', async () => {
    const x = Float32Array.of(0, -0, 1, -1, 89, -104, 20, -20, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN);
    const bytes = await feed(await programs.compile(fileURLToPath(new URL('math.c', import.meta.url))), x);
    const of = (name: Name) => [...new Float32Array(bytes.buffer, bytes.byteOffset + 4 * (1 + names.indexOf(name) * x.length), x.length)];
    const [inf, e] = [Number.POSITIVE_INFINITY, Math.fround(Math.E)];
    expect(of('abs')).toEqual([0, 0, 1, 1, 89, 104, 20, 20, inf, inf, Number.NaN]);
    expect(of('exp')).toEqual([1, 1, e, Math.fround(1 / Math.E), inf, 0, expect.any(Number), expect.any(Number), inf, 0, Number.NaN]);
    expect(of('log').slice(0, 4)).toEqual([-inf, -inf, 0, Number.NaN]);
    expect(of('sqrt').slice(0, 4)).toEqual([0, -0, 1, Number.NaN]);
    expect(of('tanh').slice(4)).toEqual([1, -1, 1, -1, 1, -1, Number.NaN]);
    expect(of('erf').slice(4)).toEqual([1, -1, 1, -1, 1, -1, Number.NaN]);
    expect(of('atan').slice(8)).toEqual([Math.fround(Math.PI / 2), -Math.fround(Math.PI / 2), Number.NaN]);
    for (const name of ['tanh', 'erf', 'atan'] as const) expect(of(name).slice(0, 2)).toEqual([0, -0]);
  });
});
