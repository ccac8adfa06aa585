import { relu, square } from '../../graph/math.ts';
import type { Activation } from './types.ts';

/** max(x, 0)² (So et al. 2021, Primer). */
export const relu2: Activation = {
  id: 'relu2',
  title: { en: 'squared ReLU', zh: '平方 ReLU' },
  gated: false,
  apply: (x) => square(relu(x)),
};
