import { againstLayer, images, normalizerFigure, readLosses } from '../shared/normalizers.ts';
import { powerNorm } from '../shared/sources.ts';
import { normalizersOnImages } from '../shared/training.ts';
import { defineClaim } from '../types.ts';

export const batchFineOnImages = defineClaim({
  id: 'batch-fine-on-images',
  group: 'plan',
  statement: { en: 'BatchNorm is no worse than LayerNorm on images.', zh: '在图像上批归一化不逊于层归一化。' },
  sources: [powerNorm],
  published: { en: 'the usual choice in convolutional networks', zh: '卷积网络中的惯常选择' },
  needs: { trained: normalizersOnImages },
  read: readLosses,
  rule: againstLayer({ id: 'batch', name: { en: 'BatchNorm', zh: '批归一化' }, task: images, within: [Number.NEGATIVE_INFINITY, 0.05] }),
  figure: normalizerFigure,
});
