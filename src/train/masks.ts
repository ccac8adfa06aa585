import { type Random, random } from '../core/random.ts';
import { size } from '../graph/tensor.ts';
import type { MaskSpec } from '../model/types.ts';

/** Dropout masks of one step: 1 keeps an element, with probability 1 - dropout to 16 bits. Two elements per random word. */
export function dropoutMasks(masks: readonly MaskSpec[], dropout: number, seed: number, step: number): Record<string, Uint8Array> {
  const threshold = Math.round(dropout * 65536);
  return Object.fromEntries(masks.map(({ name, shape }) => [name, drawMask(random(seed, `${name}/${step}`), size(shape), threshold)]));
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
