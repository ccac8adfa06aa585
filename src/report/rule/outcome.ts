/** Rules about how the judging ended: for one arm, and for a pair. */
import type { PairResult } from '../../study/types.ts';
import { winner } from '../data/verdict.ts';
import { decimal, signed } from '../format.ts';
import type { Labels } from '../labels.ts';
import type { ArmFacts, Rule } from './types.ts';

/** A loss this near to the uniform guess means that nothing was learned. */
const idle = 0.98;

const learned = ({ loss, uniformEntropy }: ArmFacts): boolean => loss !== null && loss < idle * uniformEntropy;

export const outcomeRules: readonly Rule<ArmFacts>[] = [
  {
    id: 'lost-seeds',
    when: ({ diverged }) => diverged > 0,
    say: ({ diverged, judged }) => ({ key: 'report.reading.lostSeeds', values: { lost: diverged, total: judged } }),
  },
  {
    id: 'nothing-learned',
    when: (facts) => facts.loss !== null && !learned(facts),
    say: ({ loss, uniformEntropy }) => {
      return { key: 'report.reading.nothingLearned', values: { loss: decimal(loss), uniform: decimal(uniformEntropy) } };
    },
  },
  {
    id: 'below-bigram',
    when: (facts) => learned(facts) && facts.bigramEntropy !== null && (facts.loss ?? Number.NaN) < facts.bigramEntropy,
    say: ({ loss, bigramEntropy }) => {
      return { key: 'report.reading.belowBigram', values: { loss: decimal(loss), bigram: decimal(bigramEntropy) } };
    },
  },
  {
    id: 'above-bigram',
    when: (facts) => learned(facts) && facts.bigramEntropy !== null && (facts.loss ?? Number.NaN) >= facts.bigramEntropy,
    say: ({ loss, bigramEntropy }) => {
      return { key: 'report.reading.aboveBigram', values: { loss: decimal(loss), bigram: decimal(bigramEntropy) } };
    },
  },
];

export interface PairFacts {
  readonly pair: PairResult;
  readonly label: Labels;
}

const size = ({ difference }: PairResult): string => decimal(difference === null ? null : Math.abs(difference));
const bounds = ({ low, high }: PairResult) => ({ low: signed(low), high: signed(high) });
const measured = ({ difference, low, high }: PairResult): boolean => difference !== null && low !== null && high !== null;

/** The interval of |difference|, so that the sentence and its numbers have one direction. */
function turned({ difference, low, high }: PairResult) {
  const flip = (difference ?? 0) < 0;
  const turn = (value: number | null): number | null => (value === null ? null : -value);
  return flip ? { low: decimal(turn(high)), high: decimal(turn(low)) } : { low: decimal(low), high: decimal(high) };
}

export const pairRules: readonly Rule<PairFacts>[] = [
  {
    id: 'pair-shown',
    when: ({ pair }) => winner(pair) !== null && measured(pair),
    say: ({ pair, label }) => {
      const better = winner(pair) ?? pair.a;
      const worse = better === pair.a ? pair.b : pair.a;
      const values = { better: label(better), worse: label(worse), size: size(pair), ...turned(pair) };
      return { key: 'report.reading.pairShown', values };
    },
  },
  {
    id: 'pair-noise',
    when: ({ pair }) => winner(pair) === null && measured(pair) && pair.moreSeeds === null,
    say: ({ pair, label }) => {
      return { key: 'report.reading.pairNoise', values: { a: label(pair.a), b: label(pair.b), size: size(pair), ...bounds(pair) } };
    },
  },
  {
    id: 'pair-noise-more',
    when: ({ pair }) => winner(pair) === null && measured(pair) && pair.moreSeeds !== null,
    say: ({ pair, label }) => {
      const values = { a: label(pair.a), b: label(pair.b), size: size(pair), ...bounds(pair), seedCount: pair.moreSeeds ?? 0 };
      return { key: 'report.reading.pairNoiseMore', values };
    },
  },
];
