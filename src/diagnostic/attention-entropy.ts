import { log, maximum, mean, mul, neg, sum } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { attentionsOf } from './attention.ts';
import { type Diagnostic, stack } from './types.ts';

/** Below every weight that a 32-bit float can hold with all its digits: 0·log 0 is then 0. */
const tiny = 1e-37;

/** Entropy of attention (Zhai et al. 2023, arXiv 2303.06296): −Σ_j A_ij·ln A_ij, mean over sequences, heads and queries; its collapse goes with instability. */
export const attentionEntropy: Diagnostic = {
  id: 'attention-entropy',
  title: { en: 'Attention entropy', zh: '注意力熵' },
  definition: {
    en: '−Σ_j A_ij·ln A_ij over the keys j, mean over sequences, heads and queries, in nats; 0 looks at one key, ln n at n keys alike',
    zh: '对键 j 求 −Σ_j A_ij·ln A_ij，取序列、头和查询的平均，单位 nat；只看一个键为 0，均匀看 n 个键为 ln n',
  },
  needs: ['taps'],
  measure: (context) => {
    const all = attentionsOf(context);
    return [{ id: 'attention-entropy', labels: all.map(({ label }) => label), values: stack(all.map(({ weights }) => entropy(weights))) }];
  },
};

const entropy = (weights: Tensor): Tensor => mean(neg(sum(mul(weights, log(maximum(weights, tiny))), { axes: [-1] })));
