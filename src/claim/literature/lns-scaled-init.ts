import { contrast } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { lnsStartNeeds } from '../shared/lns-places.ts';
import { readLosses } from '../shared/normalizers.ts';
import { curse } from '../shared/sources.ts';
import { depth, loss } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const lnsScaledInit = defineClaim({
  id: 'lns-scaled-init',
  group: 'literature',
  statement: {
    en: 'LayerNorm Scaling gains less over Pre-Norm when both start from depth-scaled matrices.',
    zh: '两者都用按深度缩放的初始化时，层归一化缩放 LNS 对前归一化的优势变小。',
  },
  sources: [curse],
  published: {
    en: '130M, perplexity: Pre 26.73 and LNS 25.76; with scaled initialisation 26.04 and 25.80',
    zh: '130M 困惑度：前归一化 26.73、LNS 25.76；缩放初始化时为 26.04 与 25.80',
  },
  needs: lnsStartNeeds,
  read: readLosses,
  rule: rule({
    quantity: {
      en: 'validation loss of LayerNorm Scaling minus that of Pre-Norm from depth-scaled matrices, minus the same difference from matrices that are not scaled, on the same seed, each at its own best learning rate',
      zh: '相同种子上，按深度缩放初始化时 LNS 与前归一化验证损失之差，减去不缩放时的同一差值，各取自己的最佳学习率',
    },
    unit: units.nats,
    effects: contrast(['lns, depth-scaled', 1], ['pre, depth-scaled', -1], ['lns, normal', -1], ['pre, normal', 1]),
    within: [0, Number.POSITIVE_INFINITY],
  }),
  figure: {
    kind: 'lines',
    x: depth,
    y: loss,
    names: {
      'pre, normal': { en: 'Pre', zh: '前归一化' },
      'pre, depth-scaled': { en: 'Pre, scaled', zh: '前归一化，缩放' },
      'lns, normal': { en: 'LNS', zh: 'LNS' },
      'lns, depth-scaled': { en: 'LNS, scaled', zh: 'LNS，缩放' },
    },
  },
});
