/** Causal multi-head self-attention on a stream kept as [batch · seqLen, dModel]. */
import { add, matmul, reshape, slice, softmax, transpose } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { dense } from './dense.ts';
import type { Scope } from './scope.ts';
import type { ModelConfig } from './types.ts';

/** Stands for minus infinity; finite, because some GPU back ends may assume that no infinities occur. */
const masked = -1e30;

/** softmax(q k^T / sqrt(dHead) + causal mask) v, projected; x [tokens, dModel]. */
export function attention(scope: Scope, config: ModelConfig, layer: number, x: Tensor): Tensor {
  const { nHeads, dModel, seqLen } = config;
  const dHead = dModel / nHeads;
  const key = `layers.${layer}.attn`;
  const batch = (x.shape[0] as number) / seqLen;
  const qkv = dense(scope, `${key}.qkv`, x, 3 * dModel, 'qkv', { layer, parts: ['q', 'k', 'v'] });
  const heads = transpose(reshape(qkv, [batch, seqLen, 3, nHeads, dHead]), [2, 0, 3, 1, 4]);
  const part = (i: number) => reshape(slice(heads, 0, i, 1), [batch, nHeads, seqLen, dHead]);
  const [q, k, v] = [part(0), part(1), part(2)];
  const scores = add(matmul(q, k, { transB: true, scale: 1 / Math.sqrt(dHead) }), causalMask(scope, seqLen));
  const mixed = matmul(softmax(scores), v);
  return dense(scope, `${key}.out`, reshape(transpose(mixed, [0, 2, 1, 3]), x.shape), dModel, 'out', { layer });
}

/** [seqLen, seqLen]: 0 where a query may look, a huge negative number where it may not. One constant for all layers. */
function causalMask(scope: Scope, seqLen: number): Tensor {
  const known = scope.shared.get('causal-mask');
  if (known) return known;
  const values = Float64Array.from({ length: seqLen * seqLen }, (_, flat) => (flat % seqLen > Math.floor(flat / seqLen) ? masked : 0));
  const mask = scope.graph.constant(values, [seqLen, seqLen]);
  scope.shared.set('causal-mask', mask);
  return mask;
}
