import { optionValues } from '../../core/options.ts';
import { defineFamily } from '../../core/registry.ts';
import type { Choice } from '../types.ts';
import { dual } from './dual.ts';
import { hyper } from './hyper.ts';
import { plain } from './plain.ts';
import { siamese } from './siamese.ts';
import type { Residual } from './types.ts';

export const residuals = defineFamily<Residual>('residual rule', [plain, dual, siamese, hyper]);

/** The rule of a frame with its options; one plain stream when there is none. */
export function ruleOf(choice: Choice = { id: plain.id }) {
  const rule = residuals.get(choice.id);
  return { rule, options: optionValues(rule.options, choice) };
}
