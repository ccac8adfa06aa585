import { widthOverDepth } from '../shared/frontier.ts';
import { defineClaim } from '../types.ts';

export const preWidthEqualParameters = defineClaim({
  ...widthOverDepth('parameters'),
  id: 'pre-width-equal-parameters',
  statement: { en: 'At equal parameters Pre-Norm does better wide than deep.', zh: '参数量相同时，前归一化宽比深好。' },
});
