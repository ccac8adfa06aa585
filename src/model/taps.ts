/**
 * Names of the points where a model can be read; one definition each, whatever the placement.
 * With a plain add: sum = identity + write, stream_out = exit(sum), and stream_in is the stream_out before it.
 * Besides: embed.out (token embedding plus positions), final.in (the stream after the last block), final.out (what the head
 * reads) and logits.
 */
import { type SublayerKind, sublayerKinds } from './types.ts';

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

export const sublayerTap = (layer: number, kind: SublayerKind, tap: SublayerTap): string => `layers.${layer}.${kind}.${tap}`;

/** The name of one tap at every sublayer, in order of depth: attn and ffn of each block. */
export const everySublayer = (nLayers: number, tap: SublayerTap): string[] =>
  Array.from({ length: nLayers }, (_, layer) => sublayerKinds.map((kind) => sublayerTap(layer, kind, tap))).flat();
