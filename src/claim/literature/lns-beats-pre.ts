import { difference } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { curse, proRes } from '../shared/sources.ts';
import { placementsOnText } from '../shared/training.ts';
import { depth, loss, lossDifference, pre } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const lnsBeatsPre = defineClaim({
  id: 'lns-beats-pre',
  group: 'literature',
  statement: { en: 'LayerNorm Scaling ends better than Pre-Norm.', zh: '层归一化缩放 LNS 的最终效果优于前归一化。' },
  sources: [curse, proRes],
  published: {
    en: 'perplexity 25.76 against 26.73 at 130M, 15.71 against 17.02 at 1B',
    zh: '130M：困惑度 25.76 对 26.73；1B：15.71 对 17.02',
  },
  needs: { trained: placementsOnText },
  read: readLosses,
  rule: rule({
    quantity: lossDifference({ en: 'LayerNorm Scaling', zh: '层归一化缩放' }, pre),
    unit: units.nats,
    effects: difference('lns', 'pre'),
    within: [Number.NEGATIVE_INFINITY, 0],
  }),
  figure: { only: ['lns', 'pre'], kind: 'lines', x: depth, y: loss },
});
