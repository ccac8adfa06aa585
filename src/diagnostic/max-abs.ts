import { abs, max } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { everySublayer } from '../model/taps.ts';
import { type Diagnostic, stack } from './types.ts';

/** The largest activation of the stream right after each add: what overflows first in half precision. */
export const maxAbs: Diagnostic = {
  id: 'max-abs',
  title: { en: 'Largest activation', zh: '最大激活值' },
  definition: { en: 'max |x| of the stream right after each add', zh: '每次相加之后残差流的 max |x|' },
  needs: ['taps'],
  measure: ({ config, scope }) => {
    const labels = everySublayer(config, 'sum');
    return [{ id: 'max-abs', labels, values: stack(labels.map((label) => max(abs(scope.taps.get(label) as Tensor)))) }];
  },
};
