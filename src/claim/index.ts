import { defineFamily } from '../core/registry.ts';
import { adminAmplification } from './literature/admin-amplification.ts';
import { deepnormConstantUpdate } from './literature/deepnorm-constant-update.ts';
import { deepnormWrongSignFails } from './literature/deepnorm-wrong-sign-fails.ts';
import { derfBeatsDyt } from './literature/derf-beats-dyt.ts';
import { dytHelpsLittleData } from './literature/dyt-helps-little-data.ts';
import { dytHurtsMuchData } from './literature/dyt-hurts-much-data.ts';
import { embeddingStdMovesPre } from './literature/embedding-std-moves-pre.ts';
import { fairClaims } from './literature/fair.ts';
import { identityAfterNorm } from './literature/identity-after-norm.ts';
import { keelLrOrdering } from './literature/keel-lr-ordering.ts';
import { lnsBeatsPre } from './literature/lns-beats-pre.ts';
import { lnsPlaceClaims } from './literature/lns-places.ts';
import { lnsScaledInit } from './literature/lns-scaled-init.ts';
import { mixLnUCurve } from './literature/mix-ln-u-curve.ts';
import { morePlacementClaims } from './literature/more-placements.ts';
import { periLinearVariance } from './literature/peri-linear-variance.ts';
import { powerBeatsBatch } from './literature/power-beats-batch.ts';
import { preEmbeddingNormWorse } from './literature/pre-embedding-norm-worse.ts';
import { residualWithoutWarmup } from './literature/residual-without-warmup.ts';
import { sandwichOneUnit } from './literature/sandwich-one-unit.ts';
import { scalenormWithoutWarmup } from './literature/scalenorm-without-warmup.ts';
import { xiongLemma2 } from './literature/xiong-lemma-2.ts';
import { xiongTheorem1 } from './literature/xiong-theorem-1.ts';
import { xiongWarmupTable } from './literature/xiong-warmup-table.ts';
import { largeModelsPreferPre } from './note/large-models-prefer-pre.ts';
import { layernormRemovesScale } from './note/layernorm-removes-scale.ts';
import { noNormFails } from './note/no-norm-fails.ts';
import { postDilutesAfterTraining } from './note/post-dilutes-after-training.ts';
import { postDilutesIdentity } from './note/post-dilutes-identity.ts';
import { postEndsBetter } from './note/post-ends-better.ts';
import { postGradientVanishes } from './note/post-gradient-vanishes.ts';
import { postNeedsWarmup } from './note/post-needs-warmup.ts';
import { postPlainFails } from './note/post-plain-fails.ts';
import { postRegularises } from './note/post-regularises.ts';
import { postUnstableEarly } from './note/post-unstable-early.ts';
import { preAngularDistance } from './note/pre-angular-distance.ts';
import { preDepthForWidth } from './note/pre-depth-for-width.ts';
import { preEffectiveDepth } from './note/pre-effective-depth.ts';
import { preEndsWorse } from './note/pre-ends-worse.ts';
import { preGradientBounded } from './note/pre-gradient-bounded.ts';
import { preGradientEven } from './note/pre-gradient-even.ts';
import { preWithoutWarmup } from './note/pre-without-warmup.ts';
import { sandwichBoundsActivations } from './note/sandwich-bounds-activations.ts';
import { sandwichCanCollapse } from './note/sandwich-can-collapse.ts';
import { sandwichLearnsBetter } from './note/sandwich-learns-better.ts';
import { batchFineOnImages } from './plan/batch-fine-on-images.ts';
import { batchWorseOnText } from './plan/batch-worse-on-text.ts';
import { frontierClaims } from './plan/frontier.ts';
import { initialisationMendsPost } from './plan/initialisation-mends-post.ts';
import { moreNormalizerClaims } from './plan/more-normalizers.ts';
import { oneBestPlacement } from './plan/one-best-placement.ts';
import { rmsEqualsLayer } from './plan/rms-equals-layer.ts';
import { sandwichClaims } from './plan/sandwich-variants.ts';
import { startClaims } from './plan/start-table.ts';
import type { Claim } from './types.ts';

export const claims = defineFamily<Claim>('claim', [
  postGradientVanishes,
  postDilutesIdentity,
  postDilutesAfterTraining,
  postUnstableEarly,
  postNeedsWarmup,
  postRegularises,
  postEndsBetter,
  preGradientEven,
  preGradientBounded,
  preWithoutWarmup,
  preDepthForWidth,
  preEffectiveDepth,
  preAngularDistance,
  preEndsWorse,
  sandwichBoundsActivations,
  sandwichLearnsBetter,
  sandwichCanCollapse,
  largeModelsPreferPre,
  layernormRemovesScale,
  noNormFails,
  postPlainFails,
  oneBestPlacement,
  initialisationMendsPost,
  batchWorseOnText,
  batchFineOnImages,
  rmsEqualsLayer,
  ...startClaims,
  ...frontierClaims,
  ...sandwichClaims,
  ...moreNormalizerClaims,
  xiongTheorem1,
  xiongLemma2,
  adminAmplification,
  deepnormConstantUpdate,
  deepnormWrongSignFails,
  identityAfterNorm,
  lnsBeatsPre,
  mixLnUCurve,
  periLinearVariance,
  keelLrOrdering,
  residualWithoutWarmup,
  sandwichOneUnit,
  dytHelpsLittleData,
  dytHurtsMuchData,
  preEmbeddingNormWorse,
  derfBeatsDyt,
  powerBeatsBatch,
  ...fairClaims,
  ...lnsPlaceClaims,
  lnsScaledInit,
  ...morePlacementClaims,
  embeddingStdMovesPre,
  scalenormWithoutWarmup,
  xiongWarmupTable,
]);
