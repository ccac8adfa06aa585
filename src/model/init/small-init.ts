import { defineInit } from './types.ts';

export const smallInit = defineInit({
  id: 'small-init',
  title: { en: 'SmallInit', zh: '小初始化 SmallInit' },
  rule: 'every matrix N(0, 2/(5d))',
  paper: { text: 'Nguyen & Salazar 2019, Transformers without Tears', url: 'https://arxiv.org/abs/1910.05895' },
  distribution: (_drawn, { dModel }) => ({ kind: 'normal', std: Math.sqrt(2 / (5 * dModel)) }),
});
