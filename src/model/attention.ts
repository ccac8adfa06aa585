/** Causal multi-head self-attention on a stream kept as [batch · seqLen, dModel]. */
import { attend, reshape, split, transpose } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { dense } from './dense.ts';
import type { Scope } from './scope.ts';
import type { ModelConfig } from './types.ts';

/** softmax(q k^T / sqrt(dHead) + causal mask) v, projected; x [tokens, dModel]. */
export function attention(scope: Scope, config: ModelConfig, layer: number, x: Tensor): Tensor {
  const { nHeads, dModel, seqLen } = config;
  const dHead = dModel / nHeads;
  const key = `layers.${layer}.attn`;
  const batch = (x.shape[0] as number) / seqLen;
  const qkv = dense(scope, `${key}.qkv`, x, 3 * dModel, 'qkv', { layer, parts: ['q', 'k', 'v'] });
  const heads = split(qkv, 1, [dModel, dModel, dModel]).map((part) =>
    transpose(reshape(part, [batch, seqLen, nHeads, dHead]), [0, 2, 1, 3]),
  );
  const mixed = attend(...(heads as [Tensor, Tensor, Tensor]), 1 / Math.sqrt(dHead));
  return dense(scope, `${key}.out`, reshape(transpose(mixed, [0, 2, 1, 3]), x.shape), dModel, 'out', { layer });
}
