import { defineFamily } from '../../core/registry.ts';
import { batch } from './batch.ts';
import { cogview } from './cogview.ts';
import { derf } from './derf.ts';
import { dyt } from './dyt.ts';
import { group } from './group.ts';
import { instance } from './instance.ts';
import { l2 } from './l2.ts';
import { layer } from './layer.ts';
import { layer1p } from './layer-1p.ts';
import { layerNoBias } from './layer-no-bias.ts';
import { layerPlain } from './layer-plain.ts';
import { power } from './power.ts';
import { prms } from './prms.ts';
import { rms } from './rms.ts';
import { rms1p } from './rms-1p.ts';
import { rmsOriginal } from './rms-original.ts';
import { rmsPlain } from './rms-plain.ts';
import { scale } from './scale.ts';
import type { Normalizer } from './types.ts';

export const normalizers = defineFamily<Normalizer>('normalizer', [
  layer,
  layerNoBias,
  layer1p,
  layerPlain,
  rms,
  rmsOriginal,
  rms1p,
  rmsPlain,
  prms,
  scale,
  l2,
  batch,
  power,
  group,
  instance,
  dyt,
  derf,
  cogview,
]);
