/** What most initialisations share: Xavier for the matrices of the blocks, N(0, 1/d) for embeddings and head. */
import type { ModelConfig } from '../types.ts';
import { type Distribution, type Drawn, isEmbedding } from './types.ts';

/** U(−b, b) of Glorot & Bengio: b = gain·√(6 / (fan_in + fan_out)), std gain·√(2 / (fan_in + fan_out)). */
export const xavierUniform = (gain: number, { fanIn, fanOut }: Drawn): Distribution => ({
  kind: 'uniform',
  bound: gain * Math.sqrt(6 / (fanIn + fanOut)),
});

export const xavierNormal = (gain: number, { fanIn, fanOut }: Drawn): Distribution => ({
  kind: 'normal',
  std: gain * Math.sqrt(2 / (fanIn + fanOut)),
});

/** N(0, 1/d) where Xavier has no say: embeddings and head. */
export function aroundBlocks({ parameter }: Drawn, { dModel }: ModelConfig): Distribution | undefined {
  const outside = isEmbedding(parameter) || parameter.role === 'head';
  return outside ? { kind: 'normal', std: 1 / Math.sqrt(dModel) } : undefined;
}
