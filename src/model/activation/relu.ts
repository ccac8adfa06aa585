import { relu as apply } from '../../graph/math.ts';
import type { Activation } from './types.ts';

export const relu: Activation = { id: 'relu', title: { en: 'ReLU', zh: 'ReLU' }, gated: false, apply };
