import { adminNamed, fairFigure, fairNeeds } from '../shared/fair.ts';
import { lossRule } from '../shared/loss-rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { liu } from '../shared/sources.ts';
import { post } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const adminTrainsDeep = defineClaim({
  id: 'admin-trains-deep',
  group: 'literature',
  statement: {
    en: 'Admin trains at depths where Post-Norm fails, even with warm-up.',
    zh: 'Admin 在后归一化即使预热也失败的深度上仍能训练。',
  },
  sources: [liu],
  published: {
    en: 'WMT14 En-De at 12 and 18 layers: Post fails, Admin 28.58 and 29.03 BLEU; 8000 steps of warm-up',
    zh: 'WMT14 英德 12、18 层：后归一化失败，Admin 28.58、29.03 BLEU；预热 8000 步',
  },
  needs: fairNeeds,
  read: readLosses,
  rule: lossRule(adminNamed, { id: 'post', name: post }, [Number.NEGATIVE_INFINITY, -0.1]),
  figure: { ...fairFigure, only: ['admin', 'post'] },
});
