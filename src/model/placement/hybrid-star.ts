import { hybrid } from './hybrid.ts';
import { definePlacement, norm } from './types.ts';

/** HybridNorm whose first block is also Pre-Norm. */
export const hybridStar = definePlacement({
  id: 'hybrid-star',
  title: { en: 'HybridNorm*', zh: '混合归一化 HybridNorm*' },
  paper: hybrid.paper,
  noCross: true,
  frame: { finalNorm: true },
  plan: (place, options) => {
    const plan = hybrid.plan(place, options);
    return place.layer === 0 ? { ...plan, entry: undefined, input: norm } : plan;
  },
  about: {
    kind: 'attention',
    equation:
      'attn, layer 1: x ← x + F(LN(x); q, k, v ← LN); ffn, layer 1: x ← x + F(LN(x)); attn, layer 2: x ← x + F(x; q, k, v ← LN); ffn, layer 2: x ← LN(x) + F(LN(x))',
    claim: {
      en: 'C4 perplexity 19.85, 20.00 of HybridNorm, 20.30 of Pre-Norm (550M parameters, 400B tokens); 19.52 against 19.88 with 29 layers (Zhuo et al. 2025).',
      zh: 'C4 困惑度 19.85，HybridNorm 20.00，前归一化 20.30（5.5 亿参数，4000 亿词元）；29 层 19.52 对 19.88（Zhuo 等 2025）。',
    },
    failure: {
      en: 'As HybridNorm (hybrid), which others saw diverge at learning rate 1e-3.',
      zh: '同 HybridNorm（hybrid）：他人见其在学习率 1e-3 时发散。',
    },
    limits: [{ en: 'without the exception of the first block: HybridNorm (hybrid)', zh: '去掉第一块的例外：HybridNorm（hybrid）' }],
    synonyms: [{ en: 'HybridNorm*', zh: 'HybridNorm*' }],
  },
});
