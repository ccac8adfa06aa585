import { defineInit } from './types.ts';

export const smallInit = defineInit({
  id: 'small-init',
  title: { en: 'SmallInit', zh: '小初始化 SmallInit' },
  rule: { en: 'every matrix N(0, 2/(5d))', zh: '每个矩阵 N(0, 2/(5d))' },
  paper: { text: 'Nguyen & Salazar 2019, Transformers without Tears', url: 'https://arxiv.org/abs/1910.05895' },
  distribution: (_drawn, { dModel }) => ({ kind: 'normal', std: Math.sqrt(2 / (5 * dModel)) }),
  about: {
    en: 'Let Post-Norm train on small translation sets where Xavier failed (Nguyen & Salazar 2019).',
    zh: '在 Xavier 失败的小规模翻译数据上使后归一化可训练（Nguyen & Salazar 2019）。',
  },
});
