import { number } from '../../core/options.ts';
import { definePlacement, norm } from './types.ts';

/** Static hyper-connections: n copies of the stream with learned mixing around Pre-Norm branches; the copies are summed at the end. */
export const hyperConnections = definePlacement({
  id: 'hyper-connections',
  title: { en: 'Hyper-connections', zh: '超连接' },
  names: ['HC'],
  paper: { text: 'Zhu et al. 2024, Hyper-Connections', url: 'https://arxiv.org/abs/2409.19606' },
  options: { streams: number(4, { en: 'copies of the stream', zh: '残差流的份数' }, { min: 1, max: 64, integer: true }) },
  frame: ({ streams }) => ({ finalNorm: true, residual: { id: 'hyper', streams } }),
  plan: () => ({ input: norm }),
  about: {
    kind: 'streams',
    equation: 'x ← x + F(LN(x)); F reads Σ r_j h_j; h_i ← w_i·F + Σ m_ji h_j; out = N(Σ h_i)',
    claim: {
      en: 'A mixture-of-experts model with 7B parameters converged 1.8 times faster with 4 streams, of the dynamic form (Zhu et al. 2024, recalled).',
      zh: '70 亿参数的混合专家模型用 4 条流（动态形式）收敛快 1.8 倍（Zhu 等 2024，凭记忆）。',
    },
    failure: {
      en: 'Nothing bounds the mixing over many layers; mHC makes its matrices doubly stochastic (20 Sinkhorn steps in public code).',
      zh: '多层的混合没有界；mHC 让混合矩阵成为双随机矩阵（公开代码用 20 次 Sinkhorn 迭代）。',
    },
    limits: [{ en: 'one stream, and at the start of training: Pre-Norm (pre)', zh: '只有一条流且在训练开始时：前归一化（pre）' }],
    synonyms: [
      { en: 'HC; attn_hc and ffn_hc in public code; mHC is the bounded form', zh: 'HC；公开代码中的 attn_hc 与 ffn_hc；mHC 是有界的形式' },
      {
        en: 'trap: here the mixing is static; in the dynamic form it depends on the input',
        zh: '易混：这里的混合是静态的；动态形式的混合取决于输入',
      },
    ],
  },
});
