import { defineFamily } from '../../core/registry.ts';
import { gelu } from './gelu.ts';
import { relu } from './relu.ts';
import type { Activation } from './types.ts';

export const activations = defineFamily<Activation>('activation', [gelu, relu]);
