/** Rules about gradients and the residual stream. */
import { percent, sized } from '../format.ts';
import { type ArmFacts, type Rule, spread, usable } from './types.ts';

/** From here on a difference between layers is worth a sentence. */
const unequal = 3;
const grows = 1.5;
const keeps = 1.15;
const even = 0.25;
const dominant = 0.9;

const first = (values: readonly number[] | undefined): number => values?.[0] ?? Number.NaN;
const last = (values: readonly number[] | undefined): number => values?.at(-1) ?? Number.NaN;
const growth = (values: readonly number[] | undefined): number => last(values) / first(values);
const gradientStart = ({ gradient }: ArmFacts) => gradient?.start.values;
const streamStart = ({ streamOut }: ArmFacts) => streamOut?.start.values;
const lastIdentity = ({ identity }: ArmFacts): readonly number[] => (identity?.end ?? identity?.start)?.values ?? [];
const place = (values: readonly number[], value: number): number => values.indexOf(value) + 1;

/** What each sublayer adds to the mean square at the start: sum² − in². */
function added({ streamIn, streamSum }: ArmFacts): number[] {
  const before = streamIn?.start.values ?? [];
  return (streamSum?.start.values ?? []).map((sum, at) => sum ** 2 - (before[at] ?? Number.NaN) ** 2);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Says "each sublayer adds about the same" only of a stream that keeps what is added. */
function addsEvenly(facts: ArmFacts): boolean {
  const amounts = added(facts);
  const middle = mean(amounts);
  return growth(streamStart(facts)) >= grows && middle > 0 && amounts.every((amount) => Math.abs(amount / middle - 1) <= even);
}

const nearOne = (facts: ArmFacts): boolean => Math.abs(mean(added(facts)) - 1) <= even;

const gradientRules: readonly Rule<ArmFacts>[] = [
  {
    id: 'gradient-unequal',
    when: (facts) => spread(gradientStart(facts)) >= unequal,
    say: (facts) => {
      const values = gradientStart(facts) ?? [];
      const largest = place(values, Math.max(...values));
      const smallest = place(values, Math.min(...values));
      return { key: 'report.reading.gradientUnequal', values: { factor: sized(spread(values)), largest, smallest } };
    },
  },
  {
    id: 'gradient-even',
    when: (facts) => spread(gradientStart(facts)) < unequal,
    say: (facts) => ({ key: 'report.reading.gradientEven', values: { factor: sized(spread(gradientStart(facts))) } }),
  },
  {
    id: 'gradient-later',
    when: ({ gradient }) => {
      const change = spread(gradient?.end?.values) / spread(gradient?.start.values);
      return change >= 2 || change <= 0.5;
    },
    say: ({ gradient }) => {
      const values = { from: sized(spread(gradient?.start.values)), to: sized(spread(gradient?.end?.values)) };
      return { key: 'report.reading.gradientLater', values };
    },
  },
];

const streamRules: readonly Rule<ArmFacts>[] = [
  {
    id: 'stream-grows',
    when: (facts) => growth(streamStart(facts)) >= grows,
    say: (facts) => {
      const values = { from: sized(first(streamStart(facts))), to: sized(last(streamStart(facts))) };
      return { key: 'report.reading.streamGrows', values };
    },
  },
  {
    id: 'stream-keeps',
    when: (facts) => spread(streamStart(facts)) <= keeps,
    say: (facts) => {
      const values = streamStart(facts) ?? [];
      return { key: 'report.reading.streamKeeps', values: { low: sized(Math.min(...values)), high: sized(Math.max(...values)) } };
    },
  },
  {
    id: 'adds-one',
    when: (facts) => addsEvenly(facts) && nearOne(facts),
    say: (facts) => ({ key: 'report.reading.addsOne', values: { amount: sized(mean(added(facts))) } }),
  },
  {
    id: 'adds-even',
    when: (facts) => addsEvenly(facts) && !nearOne(facts),
    say: (facts) => ({ key: 'report.reading.addsEven', values: { amount: sized(mean(added(facts))) } }),
  },
  {
    id: 'stream-trains',
    when: ({ streamOut }) => {
      const change = last(streamOut?.end?.values) / last(streamOut?.start.values);
      return change >= grows || change <= 1 / grows;
    },
    say: ({ streamOut }) => {
      const values = { from: sized(last(streamOut?.start.values)), to: sized(last(streamOut?.end?.values)) };
      return { key: 'report.reading.streamTrains', values };
    },
  },
];

const identityRules: readonly Rule<ArmFacts>[] = [
  {
    id: 'identity-high',
    when: (facts) => usable(lastIdentity(facts)) && last(lastIdentity(facts)) >= dominant,
    say: (facts) => identitySentence('report.reading.identityHigh', facts),
  },
  {
    id: 'identity',
    when: (facts) => usable(lastIdentity(facts)) && last(lastIdentity(facts)) < dominant,
    say: (facts) => identitySentence('report.reading.identity', facts),
  },
];

function identitySentence(key: 'report.reading.identityHigh' | 'report.reading.identity', facts: ArmFacts) {
  return { key, values: { first: percent(first(lastIdentity(facts))), last: percent(last(lastIdentity(facts))) } };
}

export const insideRules: readonly Rule<ArmFacts>[] = [...gradientRules, ...streamRules, ...identityRules];
