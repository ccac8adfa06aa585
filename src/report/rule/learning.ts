/** Rules about learning rates and warm-up, read off the selection runs. */
import { message } from '../../core/message/index.ts';
import type { Cell } from '../data/selection.ts';
import { brief, decimal, list } from '../format.ts';
import type { ArmFacts, Rule, Sentence } from './types.ts';

interface Contrast {
  readonly with: Cell;
  readonly without: Cell;
}

/** All choices with warm-up beside the same learning rate without it. */
function contrasts({ selection }: ArmFacts): Contrast[] {
  return selection.flatMap((cell) => {
    if (cell.warmup === 0) return [];
    const same = JSON.stringify(cell.fields);
    const without = selection.find((other) => other.warmup === 0 && other.lr === cell.lr && JSON.stringify(other.fields) === same);
    return without ? [{ with: cell, without }] : [];
  });
}

const rescued = (pair: Contrast): boolean => pair.without.lost > 0 && pair.with.lost === 0 && pair.with.loss !== null;

/** The same learning rate with and without warm-up: at the chosen rate, otherwise at the largest rate where both were tried. */
function contrast(facts: ArmFacts): Contrast | null {
  const found = contrasts(facts);
  const better = (a: Contrast, b: Contrast): number =>
    (a.with.loss ?? Number.POSITIVE_INFINITY) - (b.with.loss ?? Number.POSITIVE_INFINITY);
  const atChosen = found.filter((pair) => pair.with.lr === facts.lr).sort(better);
  return atChosen[0] ?? found.sort((a, b) => b.with.lr - a.with.lr || better(a, b))[0] ?? null;
}

/** Loss without warm-up minus loss with it; NaN unless both finished whole. */
function gain(facts: ArmFacts): number {
  const pair = contrast(facts);
  if (!pair || pair.with.leftOut > 0 || pair.without.leftOut > 0) return Number.NaN;
  return (pair.without.loss ?? Number.NaN) - (pair.with.loss ?? Number.NaN);
}

function contrastSentence(key: Sentence['key'], facts: ArmFacts): Sentence {
  const pair = contrast(facts);
  const values = {
    lr: brief(pair?.with.lr),
    with: decimal(pair?.with.loss),
    without: decimal(pair?.without.loss),
    telling: decimal(facts.telling),
  };
  return { key, values };
}

/** Learning rates beside the chosen one at which only runs with warm-up survived. */
function widened(facts: ArmFacts): number[] {
  const rates = contrasts(facts).filter((pair) => rescued(pair) && pair.with.lr !== contrast(facts)?.with.lr);
  return [...new Set(rates.map((pair) => pair.with.lr))].sort((a, b) => a - b);
}

const warmupRules: readonly Rule<ArmFacts>[] = [
  {
    id: 'warmup-rescued',
    when: (facts) => {
      const pair = contrast(facts);
      return pair !== null && rescued(pair);
    },
    say: (facts) => {
      const pair = contrast(facts);
      const { lost = 0, total = 0 } = pair?.without ?? {};
      return { key: 'report.reading.warmupRescued', values: { lr: brief(pair?.with.lr), lost, total, steps: pair?.with.warmup ?? 0 } };
    },
  },
  {
    id: 'warmup-widens',
    when: (facts) => widened(facts).length > 0,
    say: (facts) => ({ key: 'report.reading.warmupWidens', values: { rates: list(widened(facts).map(brief), facts.language) } }),
  },
  {
    id: 'warmup-helped',
    when: (facts) => facts.telling !== null && gain(facts) >= facts.telling,
    say: (facts) => contrastSentence('report.reading.warmupHelped', facts),
  },
  {
    id: 'warmup-hurt',
    when: (facts) => facts.telling !== null && gain(facts) <= -facts.telling,
    say: (facts) => contrastSentence('report.reading.warmupHurt', facts),
  },
  {
    id: 'warmup-same',
    when: (facts) => facts.telling !== null && Math.abs(gain(facts)) < facts.telling,
    say: (facts) => contrastSentence('report.reading.warmupSame', facts),
  },
  {
    id: 'warmup-seen',
    when: (facts) => facts.telling === null && Number.isFinite(gain(facts)),
    say: (facts) => contrastSentence('report.reading.warmupSeen', facts),
  },
];

/** Lost and total selection runs by learning rate, over all warm-up choices. */
function lostByRate({ selection }: ArmFacts): { lr: number; lost: number; total: number }[] {
  const rates = [...new Set(selection.map(({ lr }) => lr))].sort((a, b) => a - b);
  return rates.map((lr) => {
    const cells = selection.filter((cell) => cell.lr === lr);
    const sum = (pick: (cell: Cell) => number): number => cells.reduce((all, cell) => all + pick(cell), 0);
    return { lr, lost: sum((cell) => cell.lost), total: sum((cell) => cell.total) };
  });
}

const rates = ({ selection }: ArmFacts): number[] => selection.map(({ lr }) => lr);

const rateRules: readonly Rule<ArmFacts>[] = [
  {
    id: 'diverged-rates',
    when: (facts) => facts.selection.some(({ lost }) => lost > 0),
    say: (facts) => {
      const lost = lostByRate(facts).filter((rate) => rate.lost > 0);
      const words = lost.map((rate) => message(facts.language, 'report.reading.divergedRate', { ...rate, lr: brief(rate.lr) }));
      return { key: 'report.reading.divergedRates', values: { rates: list(words, facts.language) } };
    },
  },
  {
    id: 'none-diverged',
    when: (facts) => facts.selection.length > 0 && facts.selection.every(({ leftOut }) => leftOut === 0),
    say: (facts) => ({ key: 'report.reading.noneDiverged', values: { lr: brief(Math.max(...rates(facts))) } }),
  },
  {
    id: 'edge-low',
    when: ({ edge }) => edge?.side === 'low',
    say: ({ lr }) => ({ key: 'report.reading.edgeLow', values: { lr: brief(lr) } }),
  },
  {
    id: 'edge-high',
    when: ({ edge }) => edge?.side === 'high',
    say: ({ lr }) => ({ key: 'report.reading.edgeHigh', values: { lr: brief(lr) } }),
  },
];

export const learningRules: readonly Rule<ArmFacts>[] = [...warmupRules, ...rateRules];
