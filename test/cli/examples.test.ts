/** The examples, run as they stand against the built package. */
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

describe('examples', () => {
  const printed: unknown[][] = [];
  beforeEach(() => {
    printed.length = 0;
    vi.spyOn(console, 'log').mockImplementation((...words) => printed.push(words));
  });
  afterEach(() => vi.restoreAllMocks());

  it('compare.ts prints a finite loss for each arm, and a verdict', async () => {
    await import('../../examples/compare.ts');
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
    await import('../../examples/signal.ts');
    const slopes = printed.map(([line]) => /^(\w+): (?:depth \d: \d\.\d{3}(?:, |; )){3}slope (-?\d\.\d\d)$/.exec(String(line)));
    expect(slopes.map((found) => found?.[1])).toEqual(['post', 'pre', 'sandwich']);
    const [post, pre] = slopes.map((found) => Number(found?.[2]));
    expect(pre).toBeLessThan(-0.1);
    expect(post).toBeGreaterThan(pre as number);
  });

  it('train.ts prints the validation loss along the way and at the end', async () => {
    await import('../../examples/train.ts');
    const losses = printed.slice(0, -1).map(([line]) => Number(/^step \d+: validation loss (\d\.\d{3})$/.exec(String(line))?.[1]));
    expect(losses).toHaveLength(10);
    expect(losses.at(-1)).toBeLessThan(losses[0] as number);
    expect(printed.at(-1)?.[0]).toMatch(/^finished after 60 of 60 steps: \d\.\d{3} nats per token$/);
  });

  it('custom-loop.ts prints every step, three measurements and the end', async () => {
    await import('../../examples/custom-loop.ts');
    const steps = printed.flatMap(([line]) => /^step \d+: loss (\d\.\d{3})$/.exec(String(line))?.[1] ?? []).map(Number);
    expect(steps).toHaveLength(20);
    expect(steps.at(-1)).toBeLessThan(steps[0] as number);
    const measured = printed.filter(([words]) => words === 'stream RMS after each sublayer:').map(([, values]) => values as number[]);
    expect(measured.map(({ length }) => length)).toEqual([2, 2, 2]);
    // Post-Norm: while gains are 1, the norm of the sum leaves the stream at an RMS of 1.
    for (const value of measured[0] as number[]) expect(value).toBeCloseTo(1, 1);
    expect(printed.at(-1)?.[0]).toMatch(/^validation loss \d\.\d{3} nats per token$/);
  });

  it('all have a test here', () => {
    const files = readdirSync(new URL('../../examples/', import.meta.url)).filter((file) => file.endsWith('.ts'));
    expect(files.sort()).toEqual(['compare.ts', 'custom-loop.ts', 'signal.ts', 'train.ts']);
  });
});
