import { defineFamily } from '../../core/registry.ts';
import { batch } from './batch.ts';
import { layer } from './layer.ts';
import { rms } from './rms.ts';
import type { Normalizer } from './types.ts';

export const normalizers = defineFamily<Normalizer>('normalizer', [layer, rms, batch]);
