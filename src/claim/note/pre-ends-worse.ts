import { above, lossRule } from '../shared/loss-rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { liu, proRes } from '../shared/sources.ts';
import { placementsOnText } from '../shared/training.ts';
import { depth, loss, post, pre } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const preEndsWorse = defineClaim({
  id: 'pre-ends-worse',
  group: 'note',
  statement: { en: 'Pre-Norm ends worse than Post-Norm at equal tuning.', zh: '在同等调参下，前归一化的最终效果不如后归一化。' },
  sources: [liu, proRes],
  published: {
    en: 'Admin: 27.80 against 27.27 BLEU for Post, 6 layers, WMT14 En-De. ProRes: the other way round, perplexity 12.74 against 12.36 at 350M, causal language model',
    zh: 'Admin：6 层，WMT14 英德，后归一化 27.80 对 27.27 BLEU。ProRes 相反：350M 因果语言模型，困惑度 12.74 对 12.36',
  },
  needs: { trained: placementsOnText },
  read: readLosses,
  rule: lossRule({ id: 'pre', name: pre }, { id: 'post', name: post }, above),
  figure: { kind: 'lines', x: depth, y: loss },
});
