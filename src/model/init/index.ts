import { defineFamily } from '../../core/registry.ts';
import { depthScaled } from './depth-scaled.ts';
import { normal } from './normal.ts';
import type { Init } from './types.ts';
import { xavier } from './xavier.ts';
import { xiong } from './xiong.ts';

export const inits = defineFamily<Init>('initialisation', [normal, xavier, depthScaled, xiong]);
