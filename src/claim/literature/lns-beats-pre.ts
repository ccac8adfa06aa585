import { below, lossRule } from '../shared/loss-rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { curse, proRes } from '../shared/sources.ts';
import { placementsOnText } from '../shared/training.ts';
import { depth, loss, pre } from '../shared/words.ts';
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
  rule: lossRule({ id: 'lns', name: { en: 'LayerNorm Scaling', zh: '层归一化缩放' } }, { id: 'pre', name: pre }, below),
  figure: { only: ['lns', 'pre'], kind: 'lines', x: depth, y: loss },
});
