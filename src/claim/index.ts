import { defineFamily } from '../core/registry.ts';
import { adminAmplification } from './literature/admin-amplification.ts';
import { adminBeatsPre } from './literature/admin-beats-pre.ts';
import { adminTrainsDeep } from './literature/admin-trains-deep.ts';
import { deepnormBeatsPre } from './literature/deepnorm-beats-pre.ts';
import { deepnormConstantUpdate } from './literature/deepnorm-constant-update.ts';
import { deepnormWrongSignFails } from './literature/deepnorm-wrong-sign-fails.ts';
import { derfBeatsDyt } from './literature/derf-beats-dyt.ts';
import { dytHelpsLittleData } from './literature/dyt-helps-little-data.ts';
import { dytHurtsMuchData } from './literature/dyt-hurts-much-data.ts';
import { embeddingStdMovesPre } from './literature/embedding-std-moves-pre.ts';
import { hybridBeatsPre } from './literature/hybrid-beats-pre.ts';
import { keelLrOrdering } from './literature/keel-lr-ordering.ts';
import { layerscaleHurtsText } from './literature/layerscale-hurts-text.ts';
import { lnsAfterResidualFails } from './literature/lns-after-residual-fails.ts';
import { lnsBeatsPre } from './literature/lns-beats-pre.ts';
import { lnsBeforeNormNothing } from './literature/lns-before-norm-nothing.ts';
import { lnsPlaceBest } from './literature/lns-place-best.ts';
import { lnsScaledInit } from './literature/lns-scaled-init.ts';
import { mixLnUCurve } from './literature/mix-ln-u-curve.ts';
import { normformerBeatsPre } from './literature/normformer-beats-pre.ts';
import { periLinearVariance } from './literature/peri-linear-variance.ts';
import { powerBeatsBatch } from './literature/power-beats-batch.ts';
import { preEmbeddingNormWorse } from './literature/pre-embedding-norm-worse.ts';
import { proresHelpsPost } from './literature/prores-helps-post.ts';
import { proresHelpsPre } from './literature/prores-helps-pre.ts';
import { proresRanking } from './literature/prores-ranking.ts';
import { residualBeatsPre } from './literature/residual-beats-pre.ts';
import { residualWithoutWarmup } from './literature/residual-without-warmup.ts';
import { sandwichOneUnit } from './literature/sandwich-one-unit.ts';
import { scalenormWithoutWarmup } from './literature/scalenorm-without-warmup.ts';
import { siameseBeatsPre } from './literature/siamese-beats-pre.ts';
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
import { cogviewNormSame } from './plan/cogview-norm-same.ts';
import { initialisationMendsPost } from './plan/initialisation-mends-post.ts';
import { l2WorseThanLayer } from './plan/l2-worse-than-layer.ts';
import { oneBestPlacement } from './plan/one-best-placement.ts';
import { plainEqualsLayer } from './plan/plain-equals-layer.ts';
import { postDepthEqualCompute } from './plan/post-depth-equal-compute.ts';
import { postDepthEqualParameters } from './plan/post-depth-equal-parameters.ts';
import { preWidthEqualCompute } from './plan/pre-width-equal-compute.ts';
import { preWidthEqualParameters } from './plan/pre-width-equal-parameters.ts';
import { rmsEqualsLayer } from './plan/rms-equals-layer.ts';
import { sandwichEmbeddingNorm } from './plan/sandwich-embedding-norm.ts';
import { sandwichLearnedGain } from './plan/sandwich-learned-gain.ts';
import { sandwichSmallGain } from './plan/sandwich-small-gain.ts';
import { scaleEqualsLayer } from './plan/scale-equals-layer.ts';
import { startAdmin } from './plan/start-admin.ts';
import { startDeepnorm } from './plan/start-deepnorm.ts';
import { startDepthScaled } from './plan/start-depth-scaled.ts';
import { startDsInit } from './plan/start-ds-init.ts';
import { startFixup } from './plan/start-fixup.ts';
import { startSmallInit } from './plan/start-small-init.ts';
import { startTFixup } from './plan/start-t-fixup.ts';
import { startZeroOutput } from './plan/start-zero-output.ts';
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
  startSmallInit,
  startDsInit,
  startDepthScaled,
  startZeroOutput,
  startDeepnorm,
  startAdmin,
  startTFixup,
  startFixup,
  preWidthEqualParameters,
  postDepthEqualParameters,
  preWidthEqualCompute,
  postDepthEqualCompute,
  sandwichLearnedGain,
  sandwichSmallGain,
  sandwichEmbeddingNorm,
  cogviewNormSame,
  scaleEqualsLayer,
  l2WorseThanLayer,
  plainEqualsLayer,
  xiongTheorem1,
  xiongLemma2,
  adminAmplification,
  deepnormConstantUpdate,
  deepnormWrongSignFails,
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
  adminTrainsDeep,
  adminBeatsPre,
  deepnormBeatsPre,
  proresHelpsPre,
  proresHelpsPost,
  proresRanking,
  lnsPlaceBest,
  lnsAfterResidualFails,
  lnsBeforeNormNothing,
  lnsScaledInit,
  hybridBeatsPre,
  siameseBeatsPre,
  normformerBeatsPre,
  residualBeatsPre,
  layerscaleHurtsText,
  embeddingStdMovesPre,
  scalenormWithoutWarmup,
  xiongWarmupTable,
]);
