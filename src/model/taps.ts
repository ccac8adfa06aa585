/**
 * Names of the points where a model can be read; one definition each, whatever the placement.
 * sum = identity + write, stream_out = exit(c · sum), and stream_in is the stream_out before it wherever there is one plain stream.
 * Besides: embed.out (what the first block finds), final.in (what the final norm receives), final.out (what the head reads) and
 * logits; the encoder of an encoder-decoder has its own under `encoder.`. Cross-attention has `memory`: what keys and values are made
 * of, which is the encoder's final.out through the memory norm where there is one.
 */
import { type NetworkShape, placesOf } from './place.ts';
import type { Place } from './types.ts';

export const sublayerTaps = {
  stream_in: 'x as the sublayer finds it',
  branch_in: 'what f receives, after entry, input and its scale',
  branch_out: 'what f returns, before output',
  write: 'what is really added to the stream, after output and its scale',
  identity: 'what the stream brings to the sum, after entry and its scale',
  sum: 'right after the add, before exit',
  stream_out: 'after exit',
} as const;

export type SublayerTap = keyof typeof sublayerTaps;

export const tapName = ({ key }: Pick<Place, 'key'>, tap: SublayerTap): string => `${key}.${tap}`;

export const memoryTap = ({ key }: Pick<Place, 'key'>): string => `${key}.memory`;

/** The name of one tap at every sublayer, in order of depth. */
export const everySublayer = (shape: NetworkShape, tap: SublayerTap): string[] => placesOf(shape).map((place) => tapName(place, tap));

/** The name of one tap at the last sublayer of every block, in order of depth. */
export const everyBlockEnd = (shape: NetworkShape, tap: SublayerTap): string[] =>
  placesOf(shape)
    .filter((place, i, all) => all[i + 1]?.block !== place.block)
    .map((place) => tapName(place, tap));
