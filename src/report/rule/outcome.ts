/** Rules about how the judging ended: for one arm, and for a pair. */
import { type Language, message } from '../../core/message/index.ts';
import { type PairResult, seedsWorthNaming } from '../../study/types.ts';
import { winner } from '../data/verdict.ts';
import { comma, decimal, signed } from '../format.ts';
import type { Labels } from '../labels.ts';
import type { ArmFacts, Rule } from './types.ts';

/** A loss this near to the uniform guess means that nothing was learned. */
const idle = 0.98;

const learned = ({ loss, uniformEntropy }: ArmFacts): boolean => loss !== null && loss < idle * uniformEntropy;

/** The mean, with how many runs it stands on where it leaves some out. */
function lossText({ loss, judged, leftOut, language }: ArmFacts): string {
  if (leftOut === 0) return decimal(loss);
  return `${decimal(loss)}${comma(language)}${message(language, 'report.word.kept', { n: judged - leftOut, total: judged })}`;
}

export const outcomeRules: readonly Rule<ArmFacts>[] = [
  {
    id: 'left-out',
    when: ({ leftOut, judged }) => leftOut > 0 && leftOut < judged,
    say: ({ leftOut, judged }) => ({ key: 'report.reading.leftOut', values: { left: leftOut, total: judged } }),
  },
  {
    id: 'lost-seeds',
    when: ({ diverged }) => diverged > 0,
    say: ({ diverged, judged }) => ({ key: 'report.reading.lostSeeds', values: { lost: diverged, total: judged } }),
  },
  {
    id: 'nothing-learned',
    when: (facts) => facts.loss !== null && !learned(facts),
    say: (facts) => {
      return { key: 'report.reading.nothingLearned', values: { loss: lossText(facts), uniform: decimal(facts.uniformEntropy) } };
    },
  },
  {
    id: 'below-bigram',
    when: (facts) => learned(facts) && facts.bigramEntropy !== null && (facts.loss ?? Number.NaN) < facts.bigramEntropy,
    say: (facts) => {
      return { key: 'report.reading.belowBigram', values: { loss: lossText(facts), bigram: decimal(facts.bigramEntropy) } };
    },
  },
  {
    id: 'above-bigram',
    when: (facts) => learned(facts) && facts.bigramEntropy !== null && (facts.loss ?? Number.NaN) >= facts.bigramEntropy,
    say: (facts) => {
      return { key: 'report.reading.aboveBigram', values: { loss: lossText(facts), bigram: decimal(facts.bigramEntropy) } };
    },
  },
];

export interface PairFacts {
  readonly pair: PairResult;
  readonly label: Labels;
  readonly language: Language;
}

/** "0.052 (3 of 5 seeds)": a difference says what it leaves out. */
function size({ pair, language }: PairFacts): string {
  const { difference, n, leftOut } = pair;
  const text = decimal(difference === null ? null : Math.abs(difference));
  if (leftOut === 0) return text;
  const kept = message(language, 'report.word.keptSeeds', { n, total: n + leftOut });
  return message(language, 'report.word.withKept', { text, kept });
}
const bounds = ({ low, high }: PairResult) => ({ low: signed(low), high: signed(high) });
const measured = ({ difference, low, high }: PairResult): boolean => difference !== null && low !== null && high !== null;

/** The interval of |difference|, so that the sentence and its numbers have one direction. */
function turned({ difference, low, high }: PairResult) {
  const flip = (difference ?? 0) < 0;
  const turn = (value: number | null): number | null => (value === null ? null : -value);
  return flip ? { low: decimal(turn(high)), high: decimal(turn(low)) } : { low: decimal(low), high: decimal(high) };
}

const plannable = ({ moreSeeds }: PairResult): boolean => moreSeeds !== null && moreSeeds <= seedsWorthNaming;

export const pairRules: readonly Rule<PairFacts>[] = [
  {
    id: 'pair-shown',
    when: ({ pair }) => winner(pair) !== null && measured(pair),
    say: (facts) => {
      const { pair, label } = facts;
      const better = winner(pair) ?? pair.a;
      const worse = better === pair.a ? pair.b : pair.a;
      const values = { better: label(better), worse: label(worse), size: size(facts), ...turned(pair) };
      return { key: 'report.reading.pairShown', values };
    },
  },
  {
    id: 'pair-noise',
    when: ({ pair }) => winner(pair) === null && measured(pair) && !plannable(pair),
    say: (facts) => {
      const { pair, label } = facts;
      return { key: 'report.reading.pairNoise', values: { a: label(pair.a), b: label(pair.b), size: size(facts), ...bounds(pair) } };
    },
  },
  {
    id: 'pair-noise-more',
    when: ({ pair }) => winner(pair) === null && measured(pair) && plannable(pair),
    say: (facts) => {
      const { pair, label } = facts;
      const values = { a: label(pair.a), b: label(pair.b), size: size(facts), ...bounds(pair), seedCount: pair.moreSeeds ?? 0 };
      return { key: 'report.reading.pairNoiseMore', values };
    },
  },
];
