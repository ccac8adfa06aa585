import { add, greater, matmul, max, mul, sub } from '../graph/math.ts';
import { type Attention, attentionsOf } from './attention.ts';
import { type Diagnostic, stack } from './types.ts';

/** Further down than any score, and finite. */
const closed = 1e30;

/** The largest attention logit (Dehghani et al. 2023, arXiv 2302.05442; Wortsman et al. 2023, arXiv 2309.14322): its growth comes before divergence. */
export const attentionMaxLogit: Diagnostic = {
  id: 'attention-max-logit',
  title: { en: 'Largest attention logit', zh: '最大注意力分数' },
  definition: {
    en: 'max of the scores q·k/√dHead before the softmax (with the factor that the plan has), over all keys that a query sees',
    zh: 'softmax 之前分数 q·k/√dHead 的最大值（按计划的因子），取查询能看到的全部键',
  },
  needs: ['taps'],
  measure: (context) => {
    const all = attentionsOf(context);
    return [{ id: 'attention-max-logit', labels: all.map(({ label }) => label), values: stack(all.map(largest)) }];
  },
};

/** A key that is not seen has no weight, and the key with the largest score always has some. */
const largest = ({ q, k, scale, weights }: Attention) =>
  max(add(matmul(q, k, { transB: true, scale }), mul(sub(greater(weights, 0), 1), closed)));
