import { gelu as apply } from '../../graph/math.ts';
import type { Activation } from './types.ts';

export const gelu: Activation = { id: 'gelu', title: 'GELU (exact)', gated: false, apply };
