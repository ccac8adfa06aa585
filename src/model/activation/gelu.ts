import { gelu as apply } from '../../graph/math.ts';
import type { Activation } from './types.ts';

export const gelu: Activation = { id: 'gelu', title: { en: 'GELU (exact)', zh: 'GELU（精确）' }, gated: false, apply };
