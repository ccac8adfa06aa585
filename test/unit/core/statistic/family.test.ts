/** The test of a study's pairs, in simulated studies: arms alike, and one arm better. */
import { describe, expect, it } from 'vitest';
import { type Random, random } from '../../../../src/core/random.ts';
import { type FamilyTest, pairedDifference, signFlip, testFamily, tTest } from '../../../../src/core/statistic/index.ts';

interface Study {
  readonly seeds: number;
  readonly arms: number;
  /** Chance of a run to diverge. */
  readonly divergence: number;
  /** By how much the first arm's loss is smaller. */
  readonly effect?: number;
}

/** Differences of all pairs: a seed moves all arms alike, runs differ by their own noise, one that diverges counts 4.2. */
function differences(stream: Random, { seeds, arms, divergence, effect = 0 }: Study): number[][] {
  const rows = Array.from({ length: seeds }, () => {
    const shared = 0.05 * stream.normal();
    return Array.from({ length: arms }, (_, arm) =>
      stream.uniform() < divergence ? 4.2 : 2 + shared + 0.02 * stream.normal() - (arm === 0 ? effect : 0),
    );
  });
  const pairs = Array.from({ length: arms }, (_, a) => Array.from({ length: arms - a - 1 }, (_, i) => [a, a + 1 + i] as const)).flat();
  return pairs.map(([a, b]) => rows.map((row) => (row[a] as number) - (row[b] as number)));
}

const shown = (tests: readonly FamilyTest[]) => tests.filter(({ corrected }) => corrected !== null && corrected < 0.05).length;

describe('arms that are alike', () => {
  it.each([5, 6, 7, 8].flatMap((seeds) => [0, 0.1, 0.3].map((divergence) => ({ seeds, divergence }))))(
    'with $seeds seeds, diverging at $divergence: no difference shown in at least 93 of 100 studies',
    ({ seeds, divergence }) => {
      const stream = random(5, `alike/${seeds}/${divergence}`);
      const quiet = Array.from({ length: 200 }, () => testFamily(differences(stream, { seeds, arms: 3, divergence }))).filter(
        (tests) => shown(tests) === 0,
      );
      expect(quiet.length / 200).toBeGreaterThanOrEqual(0.93);
    },
  );

  it('without correction, a difference would be found in more than 1 study of 10', () => {
    const stream = random(5, 'uncorrected');
    const loud = Array.from({ length: 400 }, () => testFamily(differences(stream, { seeds: 6, arms: 3, divergence: 0 }))).filter((tests) =>
      tests.some(({ p }) => (p as number) < 0.05),
    );
    expect(loud.length / 400).toBeGreaterThan(0.1);
  });
});

describe('an arm that is better', () => {
  const power = (study: Study) => {
    const stream = random(6, JSON.stringify(study));
    return Array.from({ length: 200 }, () => shown(testFamily(differences(stream, study)).slice(0, 2))).reduce((a, b) => a + b, 0) / 400;
  };
  const two = 2 * 0.02 * Math.SQRT2;
  it('is mostly found: by t with five seeds, by flipping signs with eight', () => {
    expect(power({ seeds: 5, arms: 3, divergence: 0, effect: two })).toBeGreaterThan(0.6);
    expect(power({ seeds: 8, arms: 3, divergence: 0, effect: two })).toBeGreaterThan(0.95);
  });
  it('is found more often by flipping signs than by t once runs diverge', () => {
    const stream = random(7, 'diverging');
    const found = { t: 0, flip: 0 };
    for (let i = 0; i < 200; i++) {
      const [pair] = differences(stream, { seeds: 8, arms: 2, divergence: 0.1, effect: two }) as [number[]];
      if ((tTest(pair) as number) < 0.05) found.t++;
      if ((signFlip(pair)?.p as number) < 0.05) found.flip++;
    }
    expect(found.flip).toBeGreaterThan(1.5 * found.t);
  });
});

describe('the choice of the test', () => {
  const pair = (n: number) => Array.from({ length: n }, (_, i) => 1 + i / 10);
  const which = (n: number, pairs: number) => testFamily(Array.from({ length: pairs }, () => pair(n)))[0]?.test;
  it.each([
    [1, 5, 't'],
    [1, 6, 'sign-flip'],
    [3, 6, 't'],
    [3, 7, 'sign-flip'],
    [45, 10, 't'],
    [45, 11, 'sign-flip'],
    [528, 16, 't'],
  ])('for %i pairs of arms and %i seeds is %s', (pairs, n, test) => {
    expect(which(n, pairs)).toBe(test);
  });
  it('is the one named, Holm over the family', () => {
    const [first, second] = testFamily([pair(7), [0.1, -0.2, 0.3, -0.1, 0.2, -0.3, 0.1]]) as [FamilyTest, FamilyTest];
    expect(first).toMatchObject({ test: 'sign-flip', p: 1 / 64, corrected: 2 / 64 });
    expect(second.corrected).toBe(second.p);
    expect(testFamily([[1, 2, 3.5]])[0]).toEqual({ test: 't', p: tTest([1, 2, 3.5]), corrected: tTest([1, 2, 3.5]) });
  });
  it('a pair without runs counts in the family and says nothing; what is not finite is left out', () => {
    const [lost, told] = testFamily([[], [1, 1.1, 1.3]]) as [FamilyTest, FamilyTest];
    expect(lost).toEqual({ test: null, p: null, corrected: null });
    expect(told.corrected).toBeCloseTo(2 * (told.p as number), 12);
    expect(testFamily([[1, 1.1, 1.3, Number.NaN]])).toEqual(testFamily([[1, 1.1, 1.3]]));
  });
});

describe('paired difference', () => {
  it('gathers what is said of one pair', () => {
    const found = pairedDifference([0.3, 0.1, 0.2, 0.4, 0.25]);
    expect(found).toMatchObject({ n: 5, leftOut: 0, signFlip: { p: 1 / 16, smallest: 1 / 16 }, signedRank: { p: 1 / 16 } });
    expect(found.mean).toBeCloseTo(0.25, 12);
    // By hand: s = 0.1118, t(4) = 2.776.
    expect(found.t?.low).toBeCloseTo(0.25 - 2.776445 * 0.05, 6);
    expect(found.bootstrap?.low as number).toBeLessThan(0.2);
    expect(pairedDifference([0.3, 0.1, 0.2, 0.4, 0.25])).toEqual(found);
  });
  it('says what it leaves out, and is empty rather than wrong', () => {
    expect(pairedDifference([0.1, 0.2, Number.POSITIVE_INFINITY])).toMatchObject({ n: 2, leftOut: 1, bootstrap: null });
    expect(pairedDifference([])).toEqual({ n: 0, leftOut: 0, mean: null, t: null, bootstrap: null, signFlip: null, signedRank: null });
  });
});
