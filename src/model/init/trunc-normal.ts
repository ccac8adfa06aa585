import { number } from '../../core/options.ts';
import { std } from './std.ts';
import { defineInit } from './types.ts';

/** std is that of the whole normal distribution, as in TensorFlow: cut at 2, what is left has 0.8796 of it. */
export const truncNormal = defineInit({
  id: 'trunc-normal',
  title: { en: 'Truncated normal', zh: '截断正态' },
  rule: 'every matrix N(0, std²), values further out than cut·std drawn anew',
  paper: { text: 'Devlin et al. 2019, BERT', url: 'https://arxiv.org/abs/1810.04805' },
  options: { std, cut: number(2, 'standard deviations at which values are cut off; 3 in OLMo', { min: 0.5, max: 10 }) },
  distribution: (_drawn, _model, options) => ({ kind: 'truncated', std: options.std, cut: options.cut }),
});
