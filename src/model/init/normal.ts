import { std } from './std.ts';
import { defineInit } from './types.ts';

export const normal = defineInit({
  id: 'normal',
  title: { en: 'Normal', zh: '正态' },
  rule: { en: 'every matrix N(0, std²)', zh: '每个矩阵 N(0, std²)' },
  paper: { text: 'Radford et al. 2018, GPT; Devlin et al. 2019, BERT', url: 'https://arxiv.org/abs/1810.04805' },
  options: { std },
  distribution: (_drawn, _model, options) => ({ kind: 'normal', std: options.std }),
  about: {
    en: 'The plain start of GPT and BERT; branches of deep networks add up.',
    zh: 'GPT 和 BERT 的普通初始化；深层网络的支路会累加。',
  },
});
