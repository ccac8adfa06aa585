import { defineFamily } from '../../core/registry.ts';
import { admin } from './admin.ts';
import { deepnet } from './deepnet.ts';
import { depthScaled } from './depth-scaled.ts';
import { dsInit } from './ds-init.ts';
import { fixup } from './fixup.ts';
import { normal } from './normal.ts';
import { smallInit } from './small-init.ts';
import { subLn } from './sub-ln.ts';
import { tFixup } from './t-fixup.ts';
import { truncNormal } from './trunc-normal.ts';
import type { Init } from './types.ts';
import { xavier } from './xavier.ts';
import { xiong } from './xiong.ts';
import { zeroOutput } from './zero-output.ts';

export const inits = defineFamily<Init>('initialisation', [
  normal,
  truncNormal,
  xavier,
  smallInit,
  depthScaled,
  dsInit,
  deepnet,
  admin,
  tFixup,
  fixup,
  subLn,
  zeroOutput,
  xiong,
]);
