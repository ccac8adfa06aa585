import { definePlacement, norm } from './types.ts';

/** Attention on the stream as it is, with norms on q, k and v per head; then x <- y + FFN(y), y = LN(x). */
export const hybrid = definePlacement({
  id: 'hybrid',
  title: { en: 'HybridNorm', zh: '混合归一化 HybridNorm' },
  paper: { text: 'Zhuo et al. 2025, HybridNorm', url: 'https://arxiv.org/abs/2503.04598' },
  noCross: true,
  frame: { finalNorm: true },
  plan: ({ sublayer }) => (sublayer === 'ffn' ? { entry: norm } : { q: norm, k: norm, v: norm }),
  about: {
    kind: 'attention',
    equation: 'attn: x ← x + F(x; q, k, v ← LN); ffn: x ← LN(x) + F(LN(x))',
    claim: {
      en: 'C4 perplexity 20.00 against 20.30 of Pre-Norm and 20.43 of Post-Norm (550M parameters, 400B tokens); loss 2.430 against 2.469 at 7B (Zhuo et al. 2025).',
      zh: 'C4 困惑度 20.00，前归一化 20.30，后归一化 20.43（5.5 亿参数，4000 亿词元）；70 亿参数损失 2.430 对 2.469（Zhuo 等 2025）。',
    },
    failure: {
      en: "Diverges at learning rate 1e-3 with gradient norms above 100 (SiameseNorm 2026); tolerates 4.9e-4 at 64 blocks, Post-Norm 3.0e-4 (Keel 2026). Needs Megatron's initialisation: 20.44 with the normal one.",
      zh: '学习率 1e-3 时发散，梯度范数超过 100（SiameseNorm 2026）；64 块时可承受 4.9e-4，后归一化 3.0e-4（Keel 2026）。须用 Megatron 初始化：用普通正态初始化时为 20.44。',
    },
    limits: [{ en: 'its feed-forward sublayer alone: the GLM form (glm) with α = 1', zh: '单看前馈子层：α = 1 的 GLM 形式（glm）' }],
    synonyms: [
      {
        en: 'trap: the feed-forward sublayer keeps the normed value, so it is of the Post-Norm kind; attention has no input norm',
        zh: '易混：前馈子层保留的是归一化之后的值，属于后归一化一类；注意力没有输入归一化',
      },
    ],
  },
});
