/** What every section is given: the words, the names, and a way to look both up. */
import { type Language, type MessageKey, type MessageValues, message } from '../core/message/index.ts';
import { armLabels, type Labels } from './labels.ts';

export interface Context {
  readonly language: Language;
  readonly say: (key: MessageKey, values?: MessageValues) => string;
  readonly label: Labels;
  /** Index of an arm, which fixes its colour in every figure. */
  readonly colorOf: (id: string) => number;
}

export function makeContext(language: Language, arms: readonly { readonly id: string; readonly title: string }[]): Context {
  const at = new Map(arms.map(({ id }, index) => [id, index]));
  return {
    language,
    say: (key, values) => message(language, key, values),
    label: armLabels(arms),
    colorOf: (id) => at.get(id) ?? 0,
  };
}
