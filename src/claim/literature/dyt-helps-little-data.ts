import { difference } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { normalizerFigure, readLosses } from '../shared/normalizers.ts';
import { dyt, removing } from '../shared/sources.ts';
import { littleText } from '../shared/training.ts';
import { defineClaim } from '../types.ts';

export const dytHelpsLittleData = defineClaim({
  id: 'dyt-helps-little-data',
  group: 'literature',
  statement: { en: 'DyT instead of LayerNorm helps where data is scarce.', zh: '数据很少时，用 DyT 代替层归一化有帮助。' },
  sources: [removing, dyt],
  published: { en: 'validation loss −27.3% at 1M tokens, 64M parameters', zh: '1M token、64M 参数：验证损失 −27.3%' },
  needs: { trained: littleText },
  read: readLosses,
  rule: rule({
    quantity: {
      en: 'validation loss of Pre-Norm with DyT minus that with LayerNorm on the same seed, each at its own best learning rate, on a text of 12 000 characters',
      zh: '在 1.2 万字符的文本上，相同种子的前归一化用 DyT 的验证损失减去用层归一化的验证损失，各取自己的最佳学习率',
    },
    unit: units.nats,
    effects: difference('dyt', 'pre'),
    within: [Number.NEGATIVE_INFINITY, 0],
  }),
  figure: {
    ...normalizerFigure,
    only: ['pre', 'dyt'],
    names: { ...normalizerFigure.names, pre: { en: 'Pre-Norm, LayerNorm', zh: '前归一化，层归一化' } },
  },
});
