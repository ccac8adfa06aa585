/** What every section is given: the words, the names, and a way to look both up. */
import { type Language, type MessageKey, type MessageValues, message } from '../core/message/index.ts';
import { armLabels, type Labels } from './labels.ts';

export interface Context {
  readonly language: Language;
  readonly say: (key: MessageKey, values?: MessageValues) => string;
  readonly label: Labels;
  /** Of the arm that an arm was made of by varying it: what is enough among arms of one group. */
  readonly baseLabel: Labels;
  /** Index of an arm among those that were not made of one another, which fixes its colour in every figure. */
  readonly colorOf: (id: string) => number;
}

interface Colored {
  readonly id: string;
  readonly title: string;
  /** Arms that were made of one by varying it share its colour. */
  readonly base?: string;
  readonly baseTitle?: string;
}

export function makeContext(language: Language, arms: readonly Colored[]): Context {
  const bases = [...new Map(arms.map(({ id, title, base = id, baseTitle = title }) => [base, { id: base, title: baseTitle }])).values()];
  const baseOf = new Map(arms.map(({ id, base = id }) => [id, base]));
  const order = bases.map(({ id }) => id);
  const baseLabels = armLabels(bases);
  const at = new Map(arms.map(({ id, base = id }) => [id, order.indexOf(base)]));
  return {
    language,
    say: (key, values) => message(language, key, values),
    label: armLabels(arms),
    baseLabel: (id) => baseLabels(baseOf.get(id) ?? id),
    colorOf: (id) => at.get(id) ?? 0,
  };
}

/** Among arms that are compared with each other, what was varied is the same and need not be said again. */
export const withinGroup = (context: Context): Context => ({ ...context, label: context.baseLabel });
