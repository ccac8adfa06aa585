import { defineFamily } from '../core/registry.ts';
import { embeddingShare } from './embedding-share.ts';
import { gradientNorm } from './gradient-norm.ts';
import { identityShare } from './identity-share.ts';
import { maxAbs } from './max-abs.ts';
import { streamRms } from './stream-rms.ts';
import type { Diagnostic } from './types.ts';
import { updateRatio } from './update-ratio.ts';

export const diagnostics = defineFamily<Diagnostic>('diagnostic', [
  gradientNorm,
  streamRms,
  identityShare,
  maxAbs,
  updateRatio,
  embeddingShare,
]);
