import { definePlacement } from './types.ts';

/** x <- x + Attn(y) + FFN(y), y = LN(x): both branches of a block read one norm of its input. */
export const parallel = definePlacement({
  id: 'parallel',
  title: { en: 'Parallel block, one norm', zh: '并行块（共用归一化）' },
  names: ['parallel_attn'],
  paper: { text: 'Wang & Komatsuzaki 2021, GPT-J; Chowdhery et al. 2022, PaLM', url: 'https://arxiv.org/abs/2204.02311' },
  noCross: true,
  frame: { finalNorm: true },
  plan: () => ({ from: 'block', input: { shared: true } }),
  about: {
    kind: 'streams',
    equation: 'x ← x + F(LN(x₀))',
    claim: {
      en: 'About 15% faster training of large models, with a small loss of quality at 8B parameters and none at 62B (PaLM, recalled).',
      zh: '大模型训练约快 15%，80 亿参数时质量略降，620 亿时不降（PaLM，凭记忆）。',
    },
    failure: {
      en: 'Stability as Pre-Norm. The feed-forward branch does not see what the attention of its block wrote.',
      zh: '稳定性同前归一化。前馈支路看不到同一块注意力写入的内容。',
    },
    limits: [{ en: 'equal norms in the two-norm form (parallel-two)', zh: '两个归一化相同时的双归一化形式（parallel-two）' }],
    synonyms: [
      { en: 'parallel_attn; GPT-J, CodeGen, Phi, Cohere, Falcon-7B', zh: 'parallel_attn；GPT-J、CodeGen、Phi、Cohere、Falcon-7B' },
      { en: 'trap: one norm per block, not two', zh: '易混：每块一个归一化，不是两个' },
    ],
  },
});
