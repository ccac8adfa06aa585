import { defineFamily } from '../../core/registry.ts';
import { geglu } from './geglu.ts';
import { gelu } from './gelu.ts';
import { relu } from './relu.ts';
import { relu2 } from './relu2.ts';
import { swiglu } from './swiglu.ts';
import type { Activation } from './types.ts';

export const activations = defineFamily<Activation>('activation', [gelu, relu, relu2, swiglu, geglu]);
