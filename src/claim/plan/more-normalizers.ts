/** Further normalizers against LayerNorm, asked of one study. */
import { moreNormalizerNeeds, moreNormalizersFigure } from '../shared/more-normalizers.ts';
import { againstLayer, readLosses, text } from '../shared/normalizers.ts';
import { nguyen, plainNorm, qkNorm } from '../shared/sources.ts';
import { answeredBy, type Claim } from '../types.ts';

const claim = answeredBy({ group: 'plan', needs: moreNormalizerNeeds, read: readLosses, figure: moreNormalizersFigure });

export const moreNormalizerClaims: readonly Claim[] = [
  claim({
    id: 'scale-equals-layer',
    statement: {
      en: 'ScaleNorm, one number for a whole token, does no worse than LayerNorm.',
      zh: '每个 token 只有一个参数的 ScaleNorm 不逊于层归一化。',
    },
    sources: [nguyen],
    published: {
      en: 'five small translation pairs: 0.3 to 1.8 BLEU above LayerNorm, with FixNorm',
      zh: '五个小语料翻译方向：加 FixNorm 后比层归一化高 0.3 到 1.8 BLEU',
    },
    rule: againstLayer({
      id: 'scale',
      name: { en: 'ScaleNorm', zh: '尺度归一化 ScaleNorm' },
      task: text,
      within: [Number.NEGATIVE_INFINITY, 0.05],
    }),
    only: ['layer', 'scale'],
  }),
  claim({
    id: 'l2-worse-than-layer',
    statement: {
      en: 'Dividing by the length alone, so that a token has length one, does worse than LayerNorm.',
      zh: '只除以长度、使每个 token 长度为一，效果不如层归一化。',
    },
    sources: [qkNorm],
    published: {
      en: 'used for queries and keys, where a factor follows; in place of all norms asked, not published',
      zh: '用于查询与键（其后有因子）；用它代替所有归一化尚无发表结果',
    },
    rule: againstLayer({ id: 'l2', name: { en: 'L2 normalization', zh: 'L2 归一化' }, task: text, within: [0, Number.POSITIVE_INFINITY] }),
    only: ['layer', 'l2'],
  }),
  claim({
    id: 'plain-equals-layer',
    statement: { en: 'LayerNorm does as well without its gain and bias.', zh: '层归一化去掉增益与偏置后效果相当。' },
    sources: [plainNorm],
    published: { en: 'better on four data sets without them', zh: '去掉后在四个数据集上更好' },
    rule: againstLayer({
      id: 'layer-plain',
      name: { en: 'LayerNorm without gain and bias', zh: '不带增益与偏置的层归一化' },
      task: text,
      within: [-0.05, 0.05],
    }),
    only: ['layer', 'layer-plain'],
  }),
];
