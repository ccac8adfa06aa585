import { below, lossRule } from '../shared/loss-rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { liu, resiDual } from '../shared/sources.ts';
import { perTask } from '../shared/training.ts';
import { depth, loss, post, pre } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const postEndsBetter = defineClaim({
  id: 'post-ends-better',
  group: 'note',
  statement: {
    en: 'Where Post-Norm trains, it ends better than Pre-Norm: translation.',
    zh: '只要能训练起来，后归一化的最终效果优于前归一化：翻译任务。',
  },
  sources: [liu, resiDual],
  published: {
    en: '6 layers, width 512: 27.80 against 27.27 BLEU (WMT14 En-De); 35.37 against 35.12 (IWSLT14)',
    zh: '6 层，宽 512：27.80 对 27.27 BLEU（WMT14 英德）；35.37 对 35.12（IWSLT14）',
  },
  needs: { trained: perTask.translation },
  read: readLosses,
  rule: lossRule({ id: 'post', name: post }, { id: 'pre', name: pre }, below),
  figure: { kind: 'lines', x: depth, y: loss },
});
