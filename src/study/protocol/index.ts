import { defineFamily } from '../../core/registry.ts';
import { grid } from './grid.ts';
import { map } from './map.ts';
import { ramp } from './ramp.ts';
import { successiveHalving } from './successive-halving.ts';
import type { Protocol } from './types.ts';

export const protocols = defineFamily<Protocol>('protocol', [grid, successiveHalving, map, ramp]);
