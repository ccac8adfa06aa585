/** Positive numbers that a spec may write as formulas of the width: `1/sqrt(width)`. */
import { UserError } from '../core/errors.ts';
import { type NetworkShape, placesOf } from './place.ts';
import { bind } from './scale/bind.ts';
import { parseFormula } from './scale/grammar.ts';
import { printScale } from './scale/print.ts';
import type { Place } from './types.ts';

/** What it is for a model. @throws UserError of that key for a formula that is not a positive number before any training. */
export function widthFormula(given: number | string, model: NetworkShape, key: 'error.embeddingStd' | 'error.embeddingScale'): number {
  const value = bind(parseFormula(given), placesOf(model)[0] as Place);
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  throw new UserError(key, { given: String(given), value: printScale(value) });
}
