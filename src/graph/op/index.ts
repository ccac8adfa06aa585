/** Every op the graph knows: one line each. */
import type { Op } from '../tensor.ts';
import { absOp } from './abs.ts';
import { addOp } from './add.ts';
import { atanOp } from './atan.ts';
import { attendOp } from './attend.ts';
import { attendGradientOp } from './attend-gradient.ts';
import { concatOp } from './concat.ts';
import { detachOp } from './detach.ts';
import { divOp } from './div.ts';
import { erfOp } from './erf.ts';
import { expOp } from './exp.ts';
import { expandOp } from './expand.ts';
import { gatherOp } from './gather.ts';
import { geluOp } from './gelu.ts';
import { greaterOp } from './greater.ts';
import { layerNormOp } from './layer-norm.ts';
import { linearOp } from './linear.ts';
import { logOp } from './log.ts';
import { matmulOp } from './matmul.ts';
import { maxOp } from './max.ts';
import { meanOp } from './mean.ts';
import { minimumOp } from './minimum.ts';
import { mulOp } from './mul.ts';
import { negOp } from './neg.ts';
import { oneHotOp } from './one-hot.ts';
import { reluOp } from './relu.ts';
import { reshapeOp } from './reshape.ts';
import { rmsNormOp } from './rms-norm.ts';
import { sliceOp } from './slice.ts';
import { softmaxOp } from './softmax.ts';
import { splitOp } from './split.ts';
import { sqrtOp } from './sqrt.ts';
import { subOp } from './sub.ts';
import { sumOp } from './sum.ts';
import { sumSquaresOp } from './sum-squares.ts';
import { tanhOp } from './tanh.ts';
import { toFloatOp } from './to-float.ts';
import { transposeOp } from './transpose.ts';

export const ops: readonly Op[] = [
  absOp,
  addOp,
  atanOp,
  attendOp,
  attendGradientOp,
  concatOp,
  detachOp,
  divOp,
  erfOp,
  expOp,
  expandOp,
  gatherOp,
  geluOp,
  greaterOp,
  layerNormOp,
  linearOp,
  logOp,
  matmulOp,
  maxOp,
  meanOp,
  minimumOp,
  mulOp,
  negOp,
  oneHotOp,
  reluOp,
  reshapeOp,
  rmsNormOp,
  sliceOp,
  softmaxOp,
  splitOp,
  sqrtOp,
  subOp,
  sumOp,
  sumSquaresOp,
  tanhOp,
  toFloatOp,
  transposeOp,
];
