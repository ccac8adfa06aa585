/** Effects as people read them. */
import type { Language } from '../core/message/index.ts';
import { decimal, missing } from '../report/format.ts';
import type { Decision, Effect, Rule } from './types.ts';

/** Three digits behind the point; two more where three would round it away. */
export const valueText = (value: number | null): string => decimal(value, value !== null && value !== 0 && Math.abs(value) < 0.01 ? 4 : 3);

export const intervalText = ({ low, high }: Pick<Effect, 'low' | 'high'>): string =>
  low === null || high === null ? missing : `[${valueText(low)}, ${valueText(high)}]`;

/** "−0.226 [−0.240, −0.211] nats" */
export const effectText = (effect: Effect, { unit }: Pick<Decision, 'unit'>, language: Language): string =>
  [valueText(effect.mean), intervalText(effect), unit[language]].filter((part) => part !== '').join(' ');

/** How a size is called: "depth 8"; empty where there is one effect alone. */
export const sizeText = ({ size }: Pick<Rule, 'size'>, { at }: Pick<Effect, 'at'>, language: Language): string =>
  size[language].replace('{at}', String(at));
