import { definePlacement, norm } from './types.ts';

/** x <- x + LN(F(LN(x))) as Sandwich, and a norm behind the embedding. */
export const peri = definePlacement({
  id: 'peri',
  title: { en: 'Peri-LN', zh: '环绕归一化 Peri-LN' },
  paper: { text: 'Kim et al. 2025, Peri-LN', url: 'https://arxiv.org/abs/2502.02732' },
  frame: { finalNorm: true, embeddingNorm: norm },
  plan: () => ({ input: norm, output: norm }),
  about: {
    kind: 'around',
    equation: 'x ← x + LN(F(LN(x)))',
    claim: {
      en: 'Mean benchmark score 51.57 against 49.69 of Pre-Norm at 400M, 56.55 against 53.71 at 1.5B and 58.56 against 56.69 at 3.2B parameters; no seed of 5 diverged where 1 or 2 of Pre-Norm did (Kim et al. 2025, secondary).',
      zh: '基准平均分：4 亿参数 51.57（前归一化 49.69），15 亿 56.55（53.71），32 亿 58.56（56.69）；5 个种子无一发散，前归一化有 1 至 2 个发散（Kim 等 2025，二手）。',
    },
    failure: {
      en: 'The gains of the output norms must stay learnable: freezing them hurts.',
      zh: '输出归一化的增益必须可学习，冻结会变差。',
    },
    limits: [
      { en: 'without the embedding norm: Sandwich (sandwich)', zh: '去掉嵌入归一化：三明治（sandwich）' },
      { en: 'without output and embedding norms: Pre-Norm (pre)', zh: '去掉输出与嵌入归一化：前归一化（pre）' },
    ],
    synonyms: [
      {
        en: 'a sandwich with a norm behind the embedding; use_post_norm in HyperCLOVA X',
        zh: '嵌入之后带归一化的三明治；HyperCLOVA X 中的 use_post_norm',
      },
      {
        en: 'trap: a widely read review draws the output norm behind the addition; the paper has x + LN(F(LN(x)))',
        zh: '易混：一篇流传很广的评述把输出归一化画在相加之后；论文是 x + LN(F(LN(x)))',
      },
    ],
  },
});
