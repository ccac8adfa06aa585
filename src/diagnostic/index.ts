import { defineFamily } from '../core/registry.ts';
import { angularDistance } from './angular-distance.ts';
import { attentionEntropy } from './attention-entropy.ts';
import { attentionMaxLogit } from './attention-max-logit.ts';
import { blockInfluence } from './block-influence.ts';
import { dependencyRatio } from './dependency-ratio.ts';
import { embeddingShare } from './embedding-share.ts';
import { gradientNorm } from './gradient-norm.ts';
import { identityShare } from './identity-share.ts';
import { kurtosis } from './kurtosis.ts';
import { maxAbs } from './max-abs.ts';
import { outlier } from './outlier.ts';
import { streamRms } from './stream-rms.ts';
import type { Diagnostic } from './types.ts';
import { updateFunction } from './update-function.ts';
import { updateRatio } from './update-ratio.ts';

export const diagnostics = defineFamily<Diagnostic>('diagnostic', [
  gradientNorm,
  streamRms,
  identityShare,
  maxAbs,
  updateRatio,
  embeddingShare,
  angularDistance,
  blockInfluence,
  dependencyRatio,
  attentionEntropy,
  attentionMaxLogit,
  kurtosis,
  outlier,
  updateFunction,
]);
