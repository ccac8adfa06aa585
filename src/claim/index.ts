import { defineFamily } from '../core/registry.ts';
import { adminAmplification } from './literature/admin-amplification.ts';
import { deepnormConstantUpdate } from './literature/deepnorm-constant-update.ts';
import { deepnormWrongSignFails } from './literature/deepnorm-wrong-sign-fails.ts';
import { dytHelpsLittleData } from './literature/dyt-helps-little-data.ts';
import { dytHurtsMuchData } from './literature/dyt-hurts-much-data.ts';
import { keelLrOrdering } from './literature/keel-lr-ordering.ts';
import { lnsBeatsPre } from './literature/lns-beats-pre.ts';
import { mixLnUCurve } from './literature/mix-ln-u-curve.ts';
import { periLinearVariance } from './literature/peri-linear-variance.ts';
import { residualWithoutWarmup } from './literature/residual-without-warmup.ts';
import { sandwichOneUnit } from './literature/sandwich-one-unit.ts';
import { xiongLemma2 } from './literature/xiong-lemma-2.ts';
import { xiongTheorem1 } from './literature/xiong-theorem-1.ts';
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
import { initialisationMendsPost } from './plan/initialisation-mends-post.ts';
import { oneBestPlacement } from './plan/one-best-placement.ts';
import { rmsEqualsLayer } from './plan/rms-equals-layer.ts';
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
]);
