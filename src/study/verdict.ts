/** From judged runs to verdicts. A diverged run counts at its starting loss: what a model that learned nothing scores. */
import { canonicalJson } from '../core/json.ts';
import {
  bootstrapInterval,
  detectableDifference,
  type FamilyTest,
  mean,
  noiseFloor,
  planSeeds,
  pooledNoiseFloor,
  testFamily,
  tInterval,
  variance,
  wilson,
} from '../core/statistic/index.ts';
import type { Fields } from './setting.ts';
import type { Estimate, PairResult, RunRecord, StudyNoise, Survival, Verdict } from './types.ts';

const significance = 0.05;

export interface JudgedArm {
  readonly id: string;
  /** Judging runs. */
  readonly runs: readonly RunRecord[];
  /** What the study varied to make it; arms are paired at equal values only. */
  readonly varied?: Fields;
}

export interface Judging {
  /** Judging seeds that were planned; as many as any arm has when left out. */
  readonly seeds?: number;
  /** Worker processes; one when left out. */
  readonly jobs?: number;
  /** Of the bootstrap; 9999 when left out, 1999 for more than twenty pairs. */
  readonly draws?: number;
}

/** The score that verdicts and choices are made on; null for runs that say nothing (failed, interrupted). */
export function score({ status, evalLoss, startLoss }: RunRecord): number | null {
  if (status === 'finished') return evalLoss;
  if (status === 'diverged') return Number.isFinite(startLoss) ? startLoss : Number.POSITIVE_INFINITY;
  return null;
}

/** The validation losses of the runs that finished. */
export const finalLosses = (runs: readonly RunRecord[]): number[] =>
  runs.flatMap(({ status, evalLoss }) => (status === 'finished' && Number.isFinite(evalLoss) ? [evalLoss as number] : []));

/** Mean validation loss of the runs that finished, and how many of the planned ones it leaves out. */
export function estimate(runs: readonly RunRecord[], planned: number = runs.length): Estimate {
  const losses = finalLosses(runs);
  const interval = tInterval(losses);
  return {
    mean: losses.length > 0 ? mean(losses) : null,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    n: losses.length,
    leftOut: Math.max(planned, runs.length) - losses.length,
  };
}

/** Share of the runs with an outcome that did not diverge. */
export function survival(runs: readonly RunRecord[]): Survival {
  const told = runs.filter(({ status }) => status === 'finished' || status === 'diverged');
  if (told.length === 0) return { rate: null, low: null, high: null };
  return wilson(told.filter(({ status }) => status === 'finished').length, told.length);
}

/** A seed that both arms were judged on, and loss(a) - loss(b) there. */
interface Paired {
  readonly difference: number;
  /** Runs of the two that diverged. */
  readonly diverged: number;
}

function pairRuns(a: readonly RunRecord[], b: readonly RunRecord[]): Paired[] {
  const ofB = new Map(b.map((run) => [run.seed, run]));
  return a.flatMap((left) => {
    const right = ofB.get(left.seed);
    const [of, than] = [score(left), right ? score(right) : null];
    if (of === null || than === null || !Number.isFinite(of - than)) return [];
    return [{ difference: of - than, diverged: Number(left.status === 'diverged') + Number(right?.status === 'diverged') }];
  });
}

/** loss(a) - loss(b) for every seed that both arms were judged on. */
export const pairedDifferences = (a: readonly RunRecord[], b: readonly RunRecord[]): number[] =>
  pairRuns(a, b).map(({ difference }) => difference);

/** Two arms are compared when these are equal. */
export const variedKey = (varied: Fields = {}): string => canonicalJson(varied);

interface Pair {
  readonly a: JudgedArm;
  readonly b: JudgedArm;
  readonly paired: readonly Paired[];
}

const pairsOf = (arms: readonly JudgedArm[]): Pair[] =>
  arms.flatMap((a, i) =>
    arms
      .slice(i + 1)
      .filter((b) => variedKey(a.varied) === variedKey(b.varied))
      .map((b) => ({ a, b, paired: pairRuns(a.runs, b.runs) })),
  );

const plannedSeeds = (arms: readonly JudgedArm[], { seeds = 0 }: Judging): number =>
  Math.max(seeds, ...arms.map(({ runs }) => new Set(runs.map(({ seed }) => seed)).size));

/**
 * Every pair of arms at equal varied values, in the order given. p values are corrected by Holm over all of them; the test is
 * chosen for the family by the number of pairs and seeds alone.
 */
export function comparePairs(arms: readonly JudgedArm[], judging: Judging = {}): PairResult[] {
  const pairs = pairsOf(arms);
  const tests = testFamily(pairs.map(({ paired }) => paired.map(({ difference }) => difference)));
  const planned = plannedSeeds(arms, judging);
  const cost = { secondsPerRun: secondsPerRun(arms), runsPerSeed: arms.length, workers: judging.jobs ?? 1 };
  // Holm asks this much of the next pair to be shown.
  const level = 1 - significance / tests.filter(({ corrected }) => (corrected ?? 1) >= significance).length;
  return pairs.map((pair, i) =>
    pairResult(pair, tests[i] as FamilyTest, {
      planned,
      cost,
      level,
      family: familyLevel(pairs.length),
      draws: judging.draws ?? drawsFor(pairs.length),
    }),
  );
}

/** Fewer for many pairs, whose intervals nobody reads to the last digit: a large study should not wait for them. */
const drawsFor = (pairs: number): number => (pairs > 20 ? 1999 : 9999);

/** The level of each of m tests that keeps the whole family at 5%, whatever comes out (Bonferroni's): Holm asks no more of any. */
const familyLevel = (m: number): number => 1 - significance / m;

/** Mean over the judging runs that finished; NaN where no time is known. */
function secondsPerRun(arms: readonly JudgedArm[]): number {
  const timed = arms.flatMap(({ runs }) => runs.filter(({ status, seconds }) => status === 'finished' && seconds > 0));
  return mean(timed.map(({ seconds }) => seconds));
}

interface Reckoning {
  readonly planned: number;
  readonly cost: Parameters<typeof planSeeds>[1];
  /** Of the test that further seeds are planned for. */
  readonly level: number;
  /** Of a test that is sure to count whatever the other pairs show. */
  readonly family: number;
  readonly draws: number;
}

function pairResult(
  { a, b, paired }: Pair,
  { test, corrected }: FamilyTest,
  { planned, cost, level, family, draws }: Reckoning,
): PairResult {
  const differences = paired.map(({ difference }) => difference);
  const [n, interval, bootstrap] = [differences.length, tInterval(differences), bootstrapInterval(differences, { draws })];
  const difference = n > 0 ? mean(differences) : null;
  const verdict = verdictOf(difference, corrected ?? 1);
  const plan = verdict === 'no difference shown' ? planSeeds(differences, cost, undefined, level) : null;
  const floor = pooledNoiseFloor([finalLosses(a.runs), finalLosses(b.runs)]);
  return {
    a: a.id,
    b: b.id,
    difference,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    bootstrapLow: bootstrap?.low ?? null,
    bootstrapHigh: bootstrap?.high ?? null,
    pValue: corrected,
    test,
    verdict,
    n,
    leftOut: Math.max(0, planned - n),
    diverged: paired.reduce((total, { diverged }) => total + diverged, 0),
    moreSeeds: plan?.more ?? null,
    moreSeconds: plan && Number.isFinite(plan.seconds) ? plan.seconds : null,
    detectable: n > 1 ? detectableDifference(Math.sqrt(variance(differences)), n, { level: family }) : null,
    underNoise: difference !== null && floor !== null && Math.abs(difference) < floor.sd,
  };
}

const verdictOf = (difference: number | null, p: number): Verdict =>
  difference === null || p >= significance ? 'no difference shown' : difference < 0 ? 'better' : 'worse';

/** What seeds alone do: the spread of an arm, pooled over arms, and the smallest difference that shows above it. */
export function studyNoise(arms: readonly JudgedArm[], judging: Judging = {}): StudyNoise | null {
  const losses = arms.map(({ runs }) => finalLosses(runs));
  const floor = pooledNoiseFloor(losses);
  if (floor === null) return null;
  const planned = plannedSeeds(arms, judging);
  const pairs = pairsOf(arms);
  const calm = pairs.filter(({ paired }) => paired.length > 1 && paired.every(({ diverged }) => diverged === 0));
  const spread = pooledNoiseFloor(calm.map(({ paired }) => paired.map(({ difference }) => difference)));
  return {
    ...floor,
    leftOut: planned * arms.length - floor.n,
    detectable:
      spread && detectableDifference(spread.sd, Math.max(...calm.map(({ paired }) => paired.length)), { level: familyLevel(pairs.length) }),
  };
}

/** Of one arm: see {@link noiseFloor}. */
export const armNoise = (runs: readonly RunRecord[]) => noiseFloor(finalLosses(runs));
