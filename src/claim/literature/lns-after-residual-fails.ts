import { lnsPlaceFigure, lnsPlaceNeeds } from '../shared/lns-places.ts';
import { lossRule } from '../shared/loss-rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { curse } from '../shared/sources.ts';
import { defineClaim } from '../types.ts';

export const lnsAfterResidualFails = defineClaim({
  id: 'lns-after-residual-fails',
  group: 'literature',
  statement: { en: 'LayerNorm Scaling’s factor on the sum makes training fail.', zh: '层归一化缩放 LNS 的因子放在残差和上会使训练失败。' },
  sources: [curse],
  published: { en: '130M: perplexity 1358 against 25.76', zh: '130M：困惑度 1358 对 25.76' },
  needs: lnsPlaceNeeds,
  read: readLosses,
  rule: lossRule(
    { id: 'lns-after-residual', name: { en: 'LayerNorm Scaling with its factor on the sum', zh: '因子放在残差和上的 LNS' } },
    { id: 'lns', name: { en: 'that with it behind the norm', zh: '因子放在归一化之后的 LNS' } },
    [0.1, Number.POSITIVE_INFINITY],
  ),
  figure: { ...lnsPlaceFigure, only: ['lns', 'lns-after-residual'] },
});
