/** Two arms of a tuned study compared by their final losses. */
import type { Localized } from '../../core/message/index.ts';
import { difference } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import type { Rule } from '../types.ts';
import { lossDifference } from './words.ts';

export interface Named {
  readonly id: string;
  readonly name: Localized;
}

export const below: readonly [number, number] = [Number.NEGATIVE_INFINITY, 0];
export const above: readonly [number, number] = [0, Number.POSITIVE_INFINITY];

/** The loss of a minus that of b, each at its own best learning rate. */
export const lossRule = (a: Named, b: Named, within: readonly [number, number]): Rule =>
  rule({ quantity: lossDifference(a.name, b.name), unit: units.nats, effects: difference(a.id, b.id), within });
