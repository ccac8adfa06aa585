import type { Member } from '../../core/registry.ts';
import type { ModelConfig, ParameterSpec, Source } from '../types.ts';

export type Distribution =
  | { readonly kind: 'normal'; readonly std: number }
  | { readonly kind: 'uniform'; readonly bound: number }
  | { readonly kind: 'constant'; readonly value: number };

export interface Init extends Member {
  readonly title: string;
  readonly rule: string;
  readonly paper: Source;
  /** How one part of a drawn parameter is distributed; gains and biases never come here. */
  distribution(parameter: ParameterSpec, part: string, model: ModelConfig): Distribution;
}

/** Fan-in and fan-out of one part of a weight [out, in]. */
export const fans = ({ shape, parts }: ParameterSpec): { fanIn: number; fanOut: number } => ({
  fanIn: shape[1] as number,
  fanOut: (shape[0] as number) / parts.length,
});

/** Roles whose rows are looked up or compared with, not multiplied through. */
export const isEmbedding = ({ role }: ParameterSpec): boolean => role === 'embedding' || role === 'position';
