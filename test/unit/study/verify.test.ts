/** What counts as the same run, and which runs are drawn. */
import { describe, expect, it } from 'vitest';
import { agree, digestOf, sameEngine, sample } from '../../../src/study/verify.ts';
import { diverged, record } from '../../helper/study.ts';

const curve = (...values: number[]) => ({ steps: values.map((_, i) => i), values });
const digest = (given: Parameters<typeof record>[0]) => digestOf(record(given));

describe('the same', () => {
  const one = digest({ evalLoss: 1.5, trainLoss: curve(3, 2, 1) });

  it('is every bit of every loss on the same engine', () => {
    expect(agree(one, digest({ evalLoss: 1.5, trainLoss: curve(3, 2, 1) }), true)).toBe(true);
    expect(agree(one, digest({ evalLoss: 1.5, trainLoss: curve(3, 2, 1 + Number.EPSILON) }), true)).toBe(false);
    expect(agree(one, digest({ evalLoss: 1.5 + 2 ** -50, trainLoss: curve(3, 2, 1) }), true)).toBe(false);
    expect(agree(one, digest({ evalLoss: 1.5, steps: 9, trainLoss: curve(3, 2, 1) }), true)).toBe(false);
  });

  it('is about the same loss on another, and the same end', () => {
    expect(agree(one, digest({ evalLoss: 1.52, trainLoss: curve(3) }), false)).toBe(true);
    expect(agree(one, digest({ evalLoss: 1.6 }), false)).toBe(false);
    expect(agree(one, digestOf(diverged({})), false)).toBe(false);
  });

  it('holds for runs that broke on NaN', () => {
    const broken = () => digestOf(diverged({ trainLoss: curve(3, Number.NaN) }));
    expect(agree(broken(), broken(), true)).toBe(true);
  });

  it.each(['id', 'version', 'threads', 'device'] as const)('an engine with another %s is another', (field) => {
    const engine = { id: 'a', version: '1', threads: 1, device: 'cpu' };
    expect(sameEngine(engine, { ...engine })).toBe(true);
    expect(sameEngine(engine, { ...engine, [field]: 'x' as never })).toBe(false);
  });
});

describe('the sample', () => {
  const runs = ['a', 'b', 'c'].flatMap((arm) =>
    [1, 2, 3].flatMap((seed) => [digest({ arm, seed, stage: 'judge' }), digest({ arm, seed, stage: 'select' })]),
  );

  it('takes every arm before it takes one twice, and judging runs first', () => {
    expect(
      sample(runs, 3, 'x')
        .map(({ arm }) => arm)
        .sort(),
    ).toEqual(['a', 'b', 'c']);
    expect(sample(runs, 9, 'x').every(({ stage }) => stage === 'judge')).toBe(true);
    expect(sample(runs, 99, 'x')).toHaveLength(18);
  });

  it('is the same for the same study, and leaves out what did not end', () => {
    expect(sample(runs, 4, 'x')).toEqual(sample(runs, 4, 'x'));
    expect(new Set(['x', 'y', 'z', 'w'].map((seed) => JSON.stringify(sample(runs, 3, seed)))).size).toBeGreaterThan(1);
    expect(sample([digest({ status: 'interrupted', evalLoss: null })], 3, 'x')).toEqual([]);
  });
});
