/** The rule of a claim that says something of every one of several things, none of which is larger than another. */
import { message } from '../../core/message/index.ts';
import type { Effect, Rule } from '../types.ts';
import { effectOf } from './effect.ts';
import { type RuleOptions, sideOf } from './rule.ts';

/** Supported when it holds of all of them, contradicted when it fails of one; the effect is that of the one where it holds least. */
export function everywhere({ quantity, unit, effects, within, size = { en: '', zh: '' } }: RuleOptions): Rule {
  const [low, high] = within;
  /** How far the interval lies beyond what is claimed. */
  const beyond = (effect: Effect): number =>
    Math.max((effect.high ?? Number.POSITIVE_INFINITY) - high, low - (effect.low ?? Number.NEGATIVE_INFINITY));
  const words = (language: 'en' | 'zh') =>
    message(language, 'claim.rule.everywhere', { quantity: quantity[language], high: String(high), unit: unit[language] });
  return {
    words: { en: words('en'), zh: words('zh') },
    size,
    decide: (numbers) => {
      const trend = effects(numbers);
      const sides = trend.map((effect) => sideOf(effect, within));
      const all = sides.length > 0 && sides.every((side) => side === 'for');
      const effect = trend.length === 0 ? effectOf('', []) : trend.reduce((worst, one) => (beyond(one) > beyond(worst) ? one : worst));
      const verdict = all ? 'supported' : sides.includes('against') ? 'contradicted' : 'not shown at this scale';
      return { verdict, effect, trend, within, unit };
    },
  };
}
