/** A fixed tenth of all examples is for validation, told by a hash of what they say: no list of them is needed. */
import { hash } from '../../core/hash.ts';
import type { Side } from './generated.ts';

const share = 0.1;

export const sideOf = (example: string): Side =>
  Number.parseInt(hash(example).slice(0, 8), 16) < share * 2 ** 32 ? 'validation' : 'train';

/** Draws until an example is for the side that asks. */
export function drawFor<T>(side: Side, draw: () => T, name: (example: T) => string): T {
  let example = draw();
  while (sideOf(name(example)) !== side) example = draw();
  return example;
}
