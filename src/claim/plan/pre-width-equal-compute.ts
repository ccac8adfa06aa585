import { widthOverDepth } from '../shared/frontier.ts';
import { defineClaim } from '../types.ts';

export const preWidthEqualCompute = defineClaim({
  ...widthOverDepth('compute'),
  id: 'pre-width-equal-compute',
  statement: { en: 'At equal computation Pre-Norm does better wide than deep.', zh: '计算量相同时，前归一化宽比深好。' },
});
