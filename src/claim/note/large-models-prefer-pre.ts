import { onlyValue } from '../rule/combine.ts';
import { shareOf } from '../rule/effect.ts';
import { alone, rule, units } from '../rule/rule.ts';
import { census } from '../shared/census.ts';
import { transformers } from '../shared/sources.ts';
import { defineClaim, type Numbers } from '../types.ts';

const total = (numbers: Numbers): number => (numbers.main ?? []).reduce((sum, { id }) => sum + onlyValue(numbers, id), 0);

export const largeModelsPreferPre = defineClaim({
  id: 'large-models-prefer-pre',
  group: 'note',
  statement: { en: 'Large models prefer Pre-Norm.', zh: '大模型偏好前归一化。' },
  sources: [transformers],
  published: { en: 'counted in public code', zh: '在公开代码中计数' },
  needs: {},
  read: () => ({ main: census.patterns.map(({ id, classes }) => ({ id, cells: [{ at: census.source, values: [classes] }] })) }),
  rule: rule({
    quantity: {
      en: 'share of Pre-Norm among the block classes of transformers 5.18.0 that follow one of five patterns, with Wilson’s interval; classes are counted, of whatever size the models are',
      zh: 'transformers 5.18.0 中符合五种模式之一的块类里前归一化的占比（Wilson 区间）；按类计数，不论模型大小',
    },
    unit: units.none,
    effects: (numbers) => [shareOf('', onlyValue(numbers, 'pre'), total(numbers))],
    within: [0.5, 1],
    size: alone,
  }),
  figure: { kind: 'counts', y: { en: 'block classes in transformers 5.18.0', zh: 'transformers 5.18.0 中的块类数' } },
});
