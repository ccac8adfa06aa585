import { defineFamily } from '../../core/registry.ts';
import { adam } from './adam.ts';
import { adamw } from './adamw.ts';
import { radam } from './radam.ts';
import { sgd } from './sgd.ts';
import type { Optimizer } from './types.ts';

export const optimizers = defineFamily<Optimizer>('optimizer', [adamw, adam, radam, sgd]);
