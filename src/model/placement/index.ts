import { defineFamily } from '../../core/registry.ts';
import { admin } from './admin.ts';
import { b2t } from './b2t.ts';
import { branchOut } from './branch-out.ts';
import { branchnorm } from './branchnorm.ts';
import { custom } from './custom.ts';
import { deepnorm } from './deepnorm.ts';
import { fixup } from './fixup.ts';
import { glm } from './glm.ts';
import { gpas } from './gpas.ts';
import { hybrid } from './hybrid.ts';
import { hybridStar } from './hybrid-star.ts';
import { hyperConnections } from './hyper-connections.ts';
import { keel } from './keel.ts';
import { layerscale } from './layerscale.ts';
import { lns } from './lns.ts';
import { mixLn } from './mix-ln.ts';
import { ngpt } from './ngpt.ts';
import { none } from './none.ts';
import { normformer } from './normformer.ts';
import { parallel } from './parallel.ts';
import { parallelTwo } from './parallel-two.ts';
import { peri } from './peri.ts';
import { post } from './post.ts';
import { pre } from './pre.ts';
import { prores } from './prores.ts';
import { residualDual } from './residual-dual.ts';
import { rezero } from './rezero.ts';
import { sandwich } from './sandwich.ts';
import { siamese } from './siamese.ts';
import { skipinit } from './skipinit.ts';
import { span } from './span.ts';
import { subLn } from './sub-ln.ts';
import { tFixup } from './t-fixup.ts';
import type { Placement } from './types.ts';

const all = [
  none,
  post,
  pre,
  sandwich,
  peri,
  branchOut,
  deepnorm,
  keel,
  subLn,
  admin,
  rezero,
  skipinit,
  fixup,
  tFixup,
  layerscale,
  b2t,
  residualDual,
  normformer,
  mixLn,
  hybrid,
  hybridStar,
  lns,
  parallel,
  parallelTwo,
  gpas,
  prores,
  branchnorm,
  siamese,
  span,
  glm,
  ngpt,
  hyperConnections,
  custom,
] as const;

export type PlacementId = (typeof all)[number]['id'];

export const placements = defineFamily<Placement>('placement', all);
