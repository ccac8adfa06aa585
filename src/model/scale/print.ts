/** Scales as people write them. */
import { functionSpec } from './functions.ts';
import type { Formula } from './types.ts';

/** As in an equation: six digits, learnable values by name, the training step as t. */
export const printScale = (scale: Formula): string => print(scale, 0);

/** A scale in front of what it multiplies: nothing for 1, brackets around a sum. */
export const printFactor = (scale: Formula | undefined): string => (scale === undefined || scale === 1 ? '' : `${print(scale, 2)}·`);

function print(scale: Formula, level: number): string {
  if (typeof scale === 'number') return bracketIf(scale < 0 && level > 0, String(Number(scale.toPrecision(6))).replace('-', '−'));
  if (scale.kind === 'step') return 't';
  if (scale.kind !== 'call') return scale.name;
  const { operator } = functionSpec(scale.f);
  if (!operator) return `${scale.f}(${scale.arguments.map((argument) => print(argument, 0)).join(', ')})`;
  const [left, right] = scale.arguments as readonly [Formula, Formula];
  const spaced = operator.level === 1 ? ` ${operator.sign} ` : operator.sign;
  // Powers bind from the right, all else from the left.
  const [onLeft, onRight] = scale.f === 'pow' ? [1, 0] : [0, 1];
  return bracketIf(operator.level < level, `${print(left, operator.level + onLeft)}${spaced}${print(right, operator.level + onRight)}`);
}

const bracketIf = (needed: boolean, text: string): string => (needed ? `(${text})` : text);
