/** The one form that all rules have: where the claim says the effect lies, and how intervals at several sizes decide. */
import type { Localized } from '../../core/message/index.ts';
import { message } from '../../core/message/index.ts';
import type { Decision, Effect, Rule } from '../types.ts';
import type { Effects } from './combine.ts';
import { effectOf } from './effect.ts';

export interface RuleOptions {
  /** What the effect is, in words. */
  readonly quantity: Localized;
  readonly unit: Localized;
  readonly effects: Effects;
  /** Where the claim says that it lies; ends may be infinite. */
  readonly within: readonly [number, number];
  /** How a size is called: "depth {at}"; empty when there is one effect alone. */
  readonly size?: Localized;
}

type Side = 'for' | 'against' | 'open';

/**
 * An interval that lies where the claim says, wholly elsewhere, or neither: one that only touches the boundary tells nothing, as of two
 * arms that both diverged on every seed, nor does one of the seeds that are left when others were lost.
 */
export function sideOf({ low, high, leftOut }: Effect, [from, to]: readonly [number, number]): Side {
  if (leftOut > 0 || low === null || high === null || Number.isNaN(low) || Number.isNaN(high)) return 'open';
  if (low > from && high < to) return 'for';
  return high < from || low > to ? 'against' : 'open';
}

/** The largest size decides, more than half of all sizes must agree with it, and none may say the opposite. */
export function verdictOf(sides: readonly Side[]): Decision['verdict'] {
  const largest = sides.at(-1) ?? 'open';
  const agreed = 2 * sides.filter((side) => side === largest).length > sides.length;
  const opposed = sides.includes(largest === 'for' ? 'against' : 'for');
  if (largest === 'open' || !agreed || opposed) return 'not shown at this scale';
  return largest === 'for' ? 'supported' : 'contradicted';
}

export const depths: Localized = { en: 'depth {at}', zh: '{at} 层' };
export const alone: Localized = { en: '', zh: '' };

export function rule({ quantity, unit, effects, within, size = depths }: RuleOptions): Rule {
  return {
    words: wordsOf({ quantity, unit, within, several: size.en !== '' }),
    size,
    decide: (numbers) => {
      const trend = effects(numbers);
      return {
        verdict: verdictOf(trend.map((effect) => sideOf(effect, within))),
        effect: trend.at(-1) ?? effectOf('', []),
        trend,
        within,
        unit,
      };
    },
  };
}

interface Words extends Pick<RuleOptions, 'quantity' | 'unit' | 'within'> {
  readonly several: boolean;
}

function wordsOf({ quantity, unit, within: [low, high], several }: Words): Localized {
  const region = low === Number.NEGATIVE_INFINITY ? 'below' : high === Number.POSITIVE_INFINITY ? 'above' : 'between';
  const say = (language: 'en' | 'zh') => {
    const values = { quantity: quantity[language], unit: unit[language], low: String(low), high: String(high) };
    const where = message(language, `claim.region.${region}`, values);
    return message(language, several ? 'claim.rule.several' : 'claim.rule.one', { ...values, where });
  };
  return { en: say('en'), zh: say('zh') };
}

/** Units of effects. */
export const units = {
  nats: { en: 'nats', zh: 'nat' },
  none: { en: '', zh: '' },
  doublings: { en: 'doublings', zh: '倍（以 2 为底）' },
  exponent: { en: 'exponent', zh: '指数' },
} as const satisfies Record<string, Localized>;
