import { defineFamily } from '../../core/registry.ts';
import { learned } from './learned.ts';
import { none } from './none.ts';
import { rotary } from './rotary.ts';
import { sinusoidal } from './sinusoidal.ts';
import type { Position } from './types.ts';

export const positions = defineFamily<Position>('position', [learned, sinusoidal, rotary, none]);
