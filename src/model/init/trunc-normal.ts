import { number } from '../../core/options.ts';
import { std } from './std.ts';
import { defineInit } from './types.ts';

/** std is that of the whole normal distribution, as in TensorFlow: cut at 2, what is left has 0.8796 of it. */
export const truncNormal = defineInit({
  id: 'trunc-normal',
  title: { en: 'Truncated normal', zh: '截断正态' },
  rule: { en: 'every matrix N(0, std²), values further out than cut·std drawn anew', zh: '每个矩阵 N(0, std²)，超出 cut·std 的值重新抽取' },
  paper: { text: 'Devlin et al. 2019, BERT', url: 'https://arxiv.org/abs/1810.04805' },
  options: {
    std,
    cut: number(
      2,
      { en: 'standard deviations at which values are cut off; 3 in OLMo', zh: '在几倍标准差处截断；OLMo 取 3' },
      { min: 0.5, max: 10 },
    ),
  },
  distribution: (_drawn, _model, options) => ({ kind: 'truncated', std: options.std, cut: options.cut }),
  about: {
    en: "BERT's and OLMo's: the normal one without its tails, which leaves 0.8796 of the deviation at a cut of 2.",
    zh: 'BERT 和 OLMo 所用：去掉尾部的正态分布，在 2 处截断后标准差剩 0.8796。',
  },
});
