/** From judged runs to words: what counts, what is dropped, and how sure a word is. */
import { describe, expect, it } from 'vitest';
import { random } from '../../../src/core/random.ts';
import { holm, tInterval, tTest } from '../../../src/core/statistic/index.ts';
import type { PairResult } from '../../../src/study/types.ts';
import { comparePairs, estimate, pairedDifferences, score, studyNoise, survival } from '../../../src/study/verdict.ts';
import { arm, diverged, record } from '../../helper/study.ts';

const only = (arms: Parameters<typeof comparePairs>[0], judging: Parameters<typeof comparePairs>[1] = {}): PairResult =>
  comparePairs(arms, judging)[0] as PairResult;

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
    expect(estimate(runs.slice(0, 1))).toEqual({ mean: 1, low: null, high: null, n: 1, leftOut: 0 });
    expect(estimate(runs.slice(3))).toEqual({ mean: null, low: null, high: null, n: 0, leftOut: 3 });
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

describe('what stands beside a verdict', () => {
  const noisy = (center: number, n = 5) => Array.from({ length: n }, (_, i) => center + 0.02 * Math.sin(12.9 * i + 7 * center));

  it('the test is chosen by the numbers of pairs and seeds alone: sign-flip from 6 seeds on for one pair, from 7 for three', () => {
    const tests = (n: number, arms: number) =>
      comparePairs(Array.from({ length: arms }, (_, i) => arm(`a${i}`, noisy(1 + i / 10, n)))).map(({ test }) => test);
    expect([tests(5, 2), tests(6, 2), tests(6, 3), tests(7, 3)]).toEqual([
      ['t'],
      ['sign-flip'],
      ['t', 't', 't'],
      ['sign-flip', 'sign-flip', 'sign-flip'],
    ]);
    expect(only([arm('a', [1]), arm('b', [2])]).test).toBeNull();
  });

  it('six seeds of which all favour one arm: 2 in 64', () => {
    expect(only([arm('a', noisy(1, 6)), arm('b', noisy(2, 6))]).pValue).toBe(0.03125);
  });

  it('the bootstrap interval needs four pairs, says the same twice, and holds the difference', () => {
    const pair = () => only([arm('a', noisy(1)), arm('b', noisy(1.3))]);
    const { bootstrapLow: low, bootstrapHigh: high, difference } = pair();
    expect(low as number).toBeLessThan(difference as number);
    expect(high as number).toBeGreaterThan(difference as number);
    expect(pair()).toEqual(pair());
    expect(only([arm('a', noisy(1, 3)), arm('b', noisy(1.3, 3))])).toMatchObject({ bootstrapLow: null, bootstrapHigh: null });
  });

  it('says what the difference leaves out, and how many runs count at their starting loss', () => {
    const failed = record({ seed: 3, status: 'failed', evalLoss: null });
    const a = { id: 'a', runs: [record({ seed: 2 }), failed, diverged({ seed: 4 }), diverged({ seed: 5 }), record({ seed: 6 })] };
    const b = { id: 'b', runs: [2, 3, 4, 5, 6].map((seed) => record({ seed, evalLoss: 1.2 })) };
    expect(only([a, b])).toMatchObject({ n: 4, leftOut: 1, diverged: 2 });
    expect(only([a, b], { seeds: 8 })).toMatchObject({ n: 4, leftOut: 4 });
    expect(estimate(a.runs, 8)).toMatchObject({ n: 2, leftOut: 6 });
  });

  it('more seeds cost what the runs took: seeds times arms, in rounds of as many as run at once', () => {
    const arms = [arm('a', [1, 1.3, 0.9, 1.1]), arm('b', [1.05, 1.1, 1.0, 1.3]), arm('c', [1.1, 1.2, 0.9, 1.2])];
    const [ab] = comparePairs(arms, { jobs: 2 });
    expect(ab?.moreSeeds).toBeGreaterThan(0);
    // Each run took a second.
    expect(ab?.moreSeconds).toBe(Math.ceil(((ab?.moreSeeds as number) * 3) / 2));
    const untimed = arms.map((one) => ({ ...one, runs: one.runs.map((run) => ({ ...run, seconds: 0 })) }));
    expect(comparePairs(untimed)[0]).toMatchObject({ moreSeeds: ab?.moreSeeds, moreSeconds: null });
  });

  it('more seeds are planned for what Holm asks: more of them, the more pairs are undecided', () => {
    const pair = [arm('a', [1, 1.3, 0.9, 1.1]), arm('b', [1.05, 1.1, 1.0, 1.3])];
    const alone = only(pair).moreSeeds as number;
    const beside = comparePairs([...pair, arm('c', [1.1, 1.2, 0.9, 1.2])])[0]?.moreSeeds as number;
    const decided = comparePairs([...pair, arm('c', [5, 5.1, 5, 5.2])]).map(({ verdict, moreSeeds }) => [verdict, moreSeeds]);
    expect(beside).toBeGreaterThan(alone);
    // The pairs with c are shown, so nothing is shared with them.
    expect(decided).toEqual([
      ['no difference shown', alone],
      ['better', null],
      ['better', null],
    ]);
  });

  it('the smallest difference that shows is (t(0.975) + t(0.8)) · s / √n', () => {
    // Mean 0.2, s² = 1.2; t with 4 degrees of freedom from printed tables.
    const differences = [1, -1, 1, -1, 1];
    const { detectable } = only([arm('a', differences), arm('b', [0, 0, 0, 0, 0])]);
    expect(detectable).toBeCloseTo(((2.776445 + 0.940965) * Math.sqrt(1.2)) / Math.sqrt(5), 5);
    // Ten pairs share the 5%: t(4) at 99.75% is 5.597568.
    const ten = comparePairs([arm('a', differences), ...['b', 'c', 'd', 'e'].map((id) => arm(id, [0, 0, 0, 0, 0]))]);
    expect(ten).toHaveLength(10);
    expect(ten[0]?.detectable).toBeCloseTo(((5.597568 + 0.940965) * Math.sqrt(1.2)) / Math.sqrt(5), 4);
  });

  it('a difference smaller than an arm moves from seed to seed is under the noise floor', () => {
    const spread = [0, 0.1, -0.1, 0.05, -0.05];
    const at = (center: number) => spread.map((part) => center + part);
    expect(only([arm('a', at(1)), arm('b', at(1.01))]).underNoise).toBe(true);
    expect(only([arm('a', at(1)), arm('b', at(1.5))]).underNoise).toBe(false);
  });

  it('the noise floor is that of the runs that finished, and says what it leaves out', () => {
    const [a, b] = [arm('a', [1, 2, 3]), arm('b', [5, 7])];
    const lost = { id: 'c', runs: [2, 3, 4].map((seed) => diverged({ seed })) };
    // (2·1 + 1·2) / 3 degrees of freedom.
    expect(studyNoise([a, b, lost])?.sd).toBeCloseTo(Math.sqrt(4 / 3), 12);
    expect(studyNoise([a, b, lost])).toMatchObject({ n: 5, leftOut: 4 });
    expect(studyNoise([lost])).toBeNull();
  });
});

describe('arms of which fields were varied', () => {
  const varied = (id: string, depth: number, losses: readonly number[]) => ({ ...arm(id, losses), varied: { 'model.nLayers': depth } });
  const arms = [
    varied('post 2', 2, [1, 1.1, 1.2, 1.05]),
    varied('post 8', 8, [1.3, 1.2, 1.6, 1.3]),
    varied('pre 2', 2, [1.1, 1.4, 1.3, 1.1]),
    varied('pre 8', 8, [1, 1.15, 1.2, 1.1]),
  ];

  it('are compared at equal values only, in the order given', () => {
    expect(comparePairs(arms).map(({ a, b }) => [a, b])).toEqual([
      ['post 2', 'pre 2'],
      ['post 8', 'pre 8'],
    ]);
  });

  it('are corrected as one family', () => {
    const alone = [only([arms[0], arms[2]] as never), only([arms[1], arms[3]] as never)].map(({ pValue }) => pValue as number);
    comparePairs(arms).forEach(({ pValue }, i) => {
      expect(pValue).toBeCloseTo(holm(alone)[i] as number, 12);
    });
  });
});

describe('over many simulated studies', () => {
  /** A rough bootstrap is enough where only the words are looked at. */
  const quick = { draws: 19 };

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
      comparePairs(simulate(study, [0, 0, 0], 5), quick).some(({ verdict }) => verdict !== 'no difference shown'),
    );
    expect(wrong).toBeLessThanOrEqual(0.08);
    expect(wrong).toBeGreaterThan(0.005);
  });

  it('the interval of a planted effect covers it 95 times in 100', () => {
    const covered = share(1000, (study) => {
      const { low, high } = only(simulate(study, [0.15, 0], 5), quick);
      return (low as number) <= 0.15 && 0.15 <= (high as number);
    });
    expect(covered).toBeGreaterThan(0.92);
    expect(covered).toBeLessThan(0.98);
  });

  it('a planted effect of four times the noise is found, and in the right direction', () => {
    const words = Array.from({ length: 200 }, (_, study) =>
      comparePairs(simulate(study, [0, 0.6, 0], 5), quick).map(({ verdict }) => verdict),
    );
    expect(words.filter(([ab]) => ab === 'better').length).toBeGreaterThan(180);
    expect(words.filter(([, , bc]) => bc === 'worse').length).toBeGreaterThan(180);
    expect(words.flat().filter((word, i) => i % 3 !== 1 && word === (i % 3 === 0 ? 'worse' : 'better'))).toEqual([]);
  });

  it('so many more seeds as are named show the effect four times out of five', () => {
    // 0.1414 is the standard deviation of a difference; an effect of one of these needs ten pairs.
    const shown = share(500, (study) => only(simulate(study, [0, Math.SQRT2 * 0.1], 10), quick).verdict === 'better');
    expect(shown).toBeGreaterThan(0.74);
    expect(shown).toBeLessThan(0.87);
  });

  it.each([
    { seeds: 5, divergence: 0 },
    { seeds: 5, divergence: 0.2 },
    { seeds: 8, divergence: 0 },
    { seeds: 8, divergence: 0.2 },
  ])(
    'A/A with $seeds seeds, $divergence of the runs diverging: no difference shown in at least 93 of 100 studies',
    ({ seeds, divergence }) => {
      const quiet = share(200, (study) => {
        const stream = random(17, `lost ${study}`);
        const arms = simulate(study, [0, 0, 0], seeds).map(({ id, runs }) => ({
          id,
          runs: runs.map((run) => (stream.uniform() < divergence ? diverged({ ...run, status: 'diverged', evalLoss: null }) : run)),
        }));
        return comparePairs(arms, quick).every(({ verdict }) => verdict === 'no difference shown');
      });
      expect(quiet).toBeGreaterThanOrEqual(0.93);
    },
  );

  it('the bootstrap interval of a planted effect covers it 92 to 98 times in 100', () => {
    const covered = share(600, (study) => {
      const pair = only(simulate(study, [0.15, 0], 8), { draws: 999 });
      return (pair.bootstrapLow as number) <= 0.15 && 0.15 <= (pair.bootstrapHigh as number);
    });
    expect(covered).toBeGreaterThan(0.92);
    expect(covered).toBeLessThan(0.98);
  });

  it('a difference of the size that is called detectable is shown four times out of five', () => {
    const noise = studyNoise(simulate(0, [0, 0], 200));
    const size = ((noise?.detectable as number) * Math.sqrt(200) * (2.262157 + 0.883404)) / (1.971957 + 0.843439) / Math.sqrt(10);
    const shown = share(400, (study) => only(simulate(study + 1, [0, size], 10), quick).verdict === 'better');
    expect(shown).toBeGreaterThan(0.74);
    expect(shown).toBeLessThan(0.88);
  });
});
