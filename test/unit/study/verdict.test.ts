/** From judged runs to words: what counts, what is dropped, and how sure a word is. */
import { describe, expect, it } from 'vitest';
import { random } from '../../../src/core/random.ts';
import { holm, tInterval, tTest } from '../../../src/core/statistic/index.ts';
import type { PairResult } from '../../../src/study/types.ts';
import { comparePairs, estimate, pairedDifferences, score, survival } from '../../../src/study/verdict.ts';
import { arm, diverged, record } from '../../helper/study.ts';

const only = (arms: Parameters<typeof comparePairs>[0]): PairResult => comparePairs(arms)[0] as PairResult;

describe('score', () => {
  it('is the validation loss, or the starting loss of a run that diverged, or nothing', () => {
    expect(score(record({ evalLoss: 1.5 }))).toBe(1.5);
    expect(score(diverged({ startLoss: 2.5 }))).toBe(2.5);
    expect(score(diverged({ startLoss: Number.NaN }))).toBe(Number.POSITIVE_INFINITY);
    expect(score(record({ status: 'failed', evalLoss: null }))).toBeNull();
    expect(score(record({ status: 'interrupted', evalLoss: null }))).toBeNull();
  });
});

describe('the words', () => {
  const noisy = (center: number) => [0, 0.01, -0.01, 0.005, -0.005].map((noise) => center + noise);

  it('better: the first arm has the smaller loss', () => {
    const pair = only([arm('a', [1, 1.01, 0.99, 1, 1.02]), arm('b', [1.5, 1.52, 1.5, 1.49, 1.5])]);
    expect(pair).toMatchObject({ a: 'a', b: 'b', verdict: 'better', n: 5, moreSeeds: null });
    expect(pair.difference).toBeCloseTo(-0.498, 12);
    expect(pair.high).toBeLessThan(0);
  });
  it('worse: the first arm has the larger loss', () => {
    const pair = only([arm('a', noisy(2)), arm('b', [1.5, 1.52, 1.5, 1.49, 1.5])]);
    expect(pair.verdict).toBe('worse');
    expect(pair.low).toBeGreaterThan(0);
  });
  it('no difference shown: and how many more seeds would show one', () => {
    const pair = only([arm('a', [1, 1.3, 0.9, 1.1]), arm('b', [1.05, 1.1, 1.0, 1.3])]);
    expect(pair.verdict).toBe('no difference shown');
    expect(pair.moreSeeds).toBeGreaterThan(1);
    expect((pair.low as number) < 0 && (pair.high as number) > 0).toBe(true);
  });
  it('no difference shown between runs that are the same', () => {
    expect(only([arm('a', noisy(1)), arm('b', noisy(1))])).toMatchObject({
      verdict: 'no difference shown',
      difference: 0,
      pValue: 1,
      moreSeeds: null,
    });
  });
  it('turned around, the words turn around', () => {
    const [a, b] = [arm('a', [1, 1.2, 0.9]), arm('b', [2, 2.1, 2])];
    expect(only([a, b]).verdict).toBe('better');
    expect(only([b, a])).toMatchObject({ a: 'b', b: 'a', verdict: 'worse', pValue: only([a, b]).pValue });
  });
  it('one seed proves nothing', () => {
    expect(only([arm('a', [1]), arm('b', [9])])).toMatchObject({
      verdict: 'no difference shown',
      difference: -8,
      low: null,
      high: null,
      pValue: null,
      n: 1,
      moreSeeds: null,
    });
  });

  it('intervals and p values are those of the paired differences', () => {
    const [left, right] = [
      [1, 1.2, 0.9, 1.4],
      [1.3, 1.1, 1.3, 1.6],
    ];
    const differences = left.map((loss, i) => loss - (right[i] as number));
    const pair = only([arm('a', left), arm('b', right)]);
    expect(pair).toMatchObject(tInterval(differences) ? { low: tInterval(differences)?.low, high: tInterval(differences)?.high } : {});
    expect(pair.pValue).toBe(tTest(differences));
  });
});

describe('pairs', () => {
  const three = [arm('a', [1, 1.1, 1.2, 1.05]), arm('b', [1.3, 1.2, 1.6, 1.3]), arm('c', [1.1, 1.4, 1.3, 1.1])];

  it('are all pairs, in the order given', () => {
    expect(comparePairs(three).map(({ a, b }) => a + b)).toEqual(['ab', 'ac', 'bc']);
    expect(comparePairs([])).toEqual([]);
    expect(comparePairs(three.slice(0, 1))).toEqual([]);
  });

  it('have their p values corrected together', () => {
    const raw = [
      [0, 1],
      [0, 2],
      [1, 2],
    ].map(([i, j]) => only([three[i as number], three[j as number]] as never).pValue as number);
    comparePairs(three).forEach(({ pValue }, i) => {
      expect(pValue).toBeCloseTo(holm(raw)[i] as number, 12);
    });
    expect(Math.max(...comparePairs(three).map(({ pValue }) => pValue as number))).toBeGreaterThan(Math.max(...raw) - 1e-15);
  });

  it('an arm without runs makes the others no surer', () => {
    const missing = { id: 'c', runs: [] };
    const alone = only(three.slice(0, 2));
    const [ab, ac, bc] = comparePairs([...three.slice(0, 2), missing]) as [PairResult, PairResult, PairResult];
    expect(ab.pValue).toBeCloseTo(Math.min(1, 3 * (alone.pValue as number)), 12);
    for (const pair of [ac, bc]) {
      expect(pair).toMatchObject({
        difference: null,
        low: null,
        high: null,
        pValue: null,
        verdict: 'no difference shown',
        n: 0,
        moreSeeds: null,
      });
    }
  });

  it('match by seed, whatever the order of the runs', () => {
    const [a, b] = three.slice(0, 2) as [(typeof three)[0], (typeof three)[0]];
    expect(comparePairs([a, { ...b, runs: [...b.runs].reverse() }])).toEqual(comparePairs([a, b]));
  });

  it('drop a seed of which either run failed or was interrupted', () => {
    const runs = (statuses: readonly string[], id: string, losses: readonly number[]) =>
      statuses.map((status, i) =>
        record({ arm: id, seed: i, status: status as 'finished', evalLoss: status === 'finished' ? (losses[i] as number) : null }),
      );
    const a = runs(['finished', 'failed', 'finished', 'interrupted', 'finished'], 'a', [1, 1, 2, 1, 3]);
    const b = runs(['finished', 'finished', 'finished', 'finished', 'failed'], 'b', [0, 9, 0.5, 9, 9]);
    expect(pairedDifferences(a, b)).toEqual([1, 1.5]);
    expect(
      only([
        { id: 'a', runs: a },
        { id: 'b', runs: b },
      ]).n,
    ).toBe(2);
    expect(pairedDifferences(a.slice(0, 1), b.slice(1))).toEqual([]);
  });

  it('count a diverged run at its starting loss', () => {
    const a = [record({ seed: 1, evalLoss: 1 }), diverged({ seed: 2, startLoss: 3 }), diverged({ seed: 3, startLoss: Number.NaN })];
    const b = [1, 2, 3].map((seed) => record({ seed, evalLoss: 1.5 }));
    expect(pairedDifferences(a, b)).toEqual([-0.5, 1.5]);
    expect(pairedDifferences([diverged({ startLoss: Number.NaN })], [diverged({ startLoss: Number.NaN })])).toEqual([]);
  });
});

describe('estimate and survival', () => {
  const runs = [
    record({ evalLoss: 1 }),
    record({ evalLoss: 2 }),
    record({ evalLoss: 3 }),
    diverged({}),
    record({ status: 'failed', evalLoss: null }),
    record({ status: 'interrupted', evalLoss: null }),
  ];

  it('the estimate is over the runs that finished', () => {
    expect(estimate(runs)).toMatchObject({ mean: 2, n: 3 });
    // t(0.975, 2) = 4.30265; the standard error is 1 / sqrt 3.
    expect(estimate(runs).high).toBeCloseTo(2 + 4.30265273 / Math.sqrt(3), 7);
    expect(estimate(runs.slice(0, 1))).toEqual({ mean: 1, low: null, high: null, n: 1 });
    expect(estimate(runs.slice(3))).toEqual({ mean: null, low: null, high: null, n: 0 });
  });

  it('survival is over the runs that have an outcome', () => {
    // Wilson, 3 of 4.
    expect(survival(runs).rate).toBe(0.75);
    expect(survival(runs).low).toBeCloseTo(0.3006, 4);
    expect(survival(runs).high).toBeCloseTo(0.9544, 4);
    expect(survival(runs.slice(4))).toEqual({ rate: null, low: null, high: null });
    expect(survival([diverged({})]).rate).toBe(0);
  });
});

describe('over many simulated studies', () => {
  /** Losses of arms that share what the seed brings and have noise of their own. */
  function simulate(study: number, effects: readonly number[], seeds: number) {
    const stream = random(11, `study ${study}`);
    const shared = Array.from({ length: seeds }, () => 2 + 0.2 * stream.normal());
    return effects.map((effect, i) =>
      arm(
        `arm${i}`,
        shared.map((level) => level + effect + 0.1 * stream.normal()),
      ),
    );
  }
  const share = (studies: number, holds: (study: number) => boolean) =>
    Array.from({ length: studies }, (_, study) => holds(study)).filter(Boolean).length / studies;

  it('three arms that are the same get a wrong verdict in at most 8 of 100', () => {
    const wrong = share(300, (study) =>
      comparePairs(simulate(study, [0, 0, 0], 5)).some(({ verdict }) => verdict !== 'no difference shown'),
    );
    expect(wrong).toBeLessThanOrEqual(0.08);
    expect(wrong).toBeGreaterThan(0.005);
  });

  it('the interval of a planted effect covers it 95 times in 100', () => {
    const covered = share(1000, (study) => {
      const { low, high } = only(simulate(study, [0.15, 0], 5));
      return (low as number) <= 0.15 && 0.15 <= (high as number);
    });
    expect(covered).toBeGreaterThan(0.92);
    expect(covered).toBeLessThan(0.98);
  });

  it('a planted effect of four times the noise is found, and in the right direction', () => {
    const words = Array.from({ length: 200 }, (_, study) => comparePairs(simulate(study, [0, 0.6, 0], 5)).map(({ verdict }) => verdict));
    expect(words.filter(([ab]) => ab === 'better').length).toBeGreaterThan(180);
    expect(words.filter(([, , bc]) => bc === 'worse').length).toBeGreaterThan(180);
    expect(words.flat().filter((word, i) => i % 3 !== 1 && word === (i % 3 === 0 ? 'worse' : 'better'))).toEqual([]);
  });

  it('so many more seeds as are named show the effect four times out of five', () => {
    // 0.1414 is the standard deviation of a difference; an effect of one of these needs ten pairs.
    const shown = share(500, (study) => only(simulate(study, [0, Math.SQRT2 * 0.1], 10)).verdict === 'better');
    expect(shown).toBeGreaterThan(0.74);
    expect(shown).toBeLessThan(0.87);
  });
});
