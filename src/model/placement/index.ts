import { defineFamily } from '../../core/registry.ts';
import { post } from './post.ts';
import { pre } from './pre.ts';
import { sandwich } from './sandwich.ts';
import type { Placement } from './types.ts';

export const placements = defineFamily<Placement>('placement', [post, pre, sandwich]);
