import { definePlacement } from './types.ts';

/** x <- x + F(x), no norm: what makes it T-Fixup is its initialisation, `t-fixup`. */
export const tFixup = definePlacement({
  id: 't-fixup',
  title: { en: 'T-Fixup', zh: 'Transformer 固定更新 T-Fixup' },
  paper: {
    text: 'Huang et al. 2020, Improving Transformer Optimization Through Better Initialization',
    url: 'https://proceedings.mlr.press/v119/huang20f.html',
  },
  init: 't-fixup',
  frame: { finalNorm: false },
  plan: () => ({}),
  about: {
    kind: 'bare',
    equation: 'x ← x + F(x)',
    claim: {
      en: 'Neither norm nor warm-up: 35.73 BLEU on IWSLT14 De-En (Huang et al. 2020, README, secondary).',
      zh: '既不用归一化也不预热：IWSLT14 德英 35.73 BLEU（Huang 等 2020，代码说明，二手）。',
    },
    failure: {
      en: '34.88 BLEU with 6 layers where Post-Norm had 35.37 in a comparison of others (ResiDual 2023); diverged at 100 layers of WMT17 (recalled).',
      zh: '他人对比中 6 层得 34.88 BLEU，后归一化为 35.37（ResiDual 2023）；在 WMT17 的 100 层上发散（凭记忆）。',
    },
    limits: [
      {
        en: 'the same function as no norm (none): the initialisation t-fixup makes the difference',
        zh: '与无归一化（none）是同一函数，差别只在初始化 t-fixup',
      },
    ],
    synonyms: [
      {
        en: 'trap: the published code multiplies v by another √2, which only undoes a 1/√2 of its library',
        zh: '易混：公开代码给 v 再乘 √2，只是抵消所用库的 1/√2',
      },
    ],
  },
});
