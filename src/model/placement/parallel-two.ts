import { definePlacement, norm } from './types.ts';

/** x <- x + Attn(LN₁(x)) + FFN(LN₂(x)): both branches of a block read its input, each through its own norm. */
export const parallelTwo = definePlacement({
  id: 'parallel-two',
  title: { en: 'Parallel block, two norms', zh: '并行块（各自归一化）' },
  names: ['use_parallel_residual'],
  paper: { text: 'Black et al. 2022, GPT-NeoX-20B', url: 'https://arxiv.org/abs/2204.06745' },
  noCross: true,
  frame: { finalNorm: true },
  plan: () => ({ from: 'block', input: norm }),
  about: {
    kind: 'streams',
    equation: 'x ← x + F(LN(x₀))',
    claim: {
      en: 'Chosen for speed in GPT-NeoX; no gain in quality is claimed (recalled).',
      zh: 'GPT-NeoX 为速度而选；不主张质量提升（凭记忆）。',
    },
    failure: {
      en: 'Stability as Pre-Norm. The feed-forward branch does not see what the attention of its block wrote.',
      zh: '稳定性同前归一化。前馈支路看不到同一块注意力写入的内容。',
    },
    limits: [{ en: 'with equal norms: the one-norm form (parallel)', zh: '两个归一化相同：单归一化形式（parallel）' }],
    synonyms: [
      {
        en: 'use_parallel_residual in GPT-NeoX; ln_attn and ln_mlp in Falcon-40B',
        zh: 'GPT-NeoX 中的 use_parallel_residual；Falcon-40B 中的 ln_attn 与 ln_mlp',
      },
      {
        en: "trap: GPT-NeoX's post_attention_layernorm is the input norm of the feed-forward branch and reads nothing of attention",
        zh: '易混：GPT-NeoX 的 post_attention_layernorm 是前馈支路的输入归一化，并不读取注意力的输出',
      },
    ],
  },
});
