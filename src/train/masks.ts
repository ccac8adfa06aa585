import { type Random, random } from '../core/random.ts';
import type { Data } from '../engine/types.ts';
import { size } from '../graph/tensor.ts';
import type { MaskSpec } from '../model/types.ts';

/** Masks of one step. Of layer drop a number each; of dropout 1 keeps an element, with probability 1 - dropout to 16 bits. Two elements per random word. */
export function dropoutMasks(masks: readonly MaskSpec[], dropout: number, seed: number, step: number): Record<string, Data> {
  const threshold = Math.round(dropout * 65536);
  return Object.fromEntries(
    masks.map(({ name, shape, whole }) => {
      const stream = random(seed, `${name}/${step}`);
      return [name, whole ? Float64Array.of(stream.uniform() < whole.rate ? 0 : whole.kept) : drawMask(stream, size(shape), threshold)];
    }),
  );
}

function drawMask(stream: Random, length: number, threshold: number): Uint8Array {
  const mask = new Uint8Array(length);
  for (let i = 0; i < length; i += 2) {
    const word = stream.bits();
    mask[i] = (word & 0xffff) >= threshold ? 1 : 0;
    if (i + 1 < length) mask[i + 1] = word >>> 16 >= threshold ? 1 : 0;
  }
  return mask;
}
