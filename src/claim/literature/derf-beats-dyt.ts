import { below, lossRule } from '../shared/loss-rule.ts';
import { moreNormalizerNeeds, moreNormalizersFigure } from '../shared/more-normalizers.ts';
import { readLosses } from '../shared/normalizers.ts';
import { derf, dyt } from '../shared/sources.ts';
import { defineClaim } from '../types.ts';

export const derfBeatsDyt = defineClaim({
  id: 'derf-beats-dyt',
  group: 'literature',
  statement: { en: 'Derf does better than DyT.', zh: 'Derf 优于 DyT。' },
  sources: [derf, dyt],
  published: { en: 'better on images, speech and DNA', zh: '图像、语音与 DNA 上更好' },
  needs: moreNormalizerNeeds,
  read: readLosses,
  rule: lossRule(
    { id: 'derf', name: { en: 'Pre-Norm with Derf', zh: '用 Derf 的前归一化' } },
    { id: 'dyt', name: { en: 'that with DyT', zh: '用 DyT 的前归一化' } },
    below,
  ),
  figure: { ...moreNormalizersFigure, only: ['derf', 'dyt'] },
});
