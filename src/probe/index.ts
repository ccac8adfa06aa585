import { defineFamily } from '../core/registry.ts';
import { diagnostics } from '../diagnostic/index.ts';
import { amplification } from './amplification.ts';
import { blockMerge } from './block-merge.ts';
import { blockSkip } from './block-skip.ts';
import { effectiveDepth } from './effective-depth.ts';
import { jacobian } from './jacobian.ts';
import { measuredProbe } from './measured.ts';
import { sharpness } from './sharpness.ts';
import { spikes } from './spike-score.ts';
import type { Probe } from './types.ts';

/** Diagnostics that need nothing but a forward pass are probes too. */
const measured = diagnostics.members.filter(({ needs }) => needs.every((need) => need === 'taps')).map(measuredProbe);

export const probes = defineFamily<Probe>('probe', [
  blockSkip,
  blockMerge,
  effectiveDepth,
  jacobian,
  sharpness,
  amplification,
  spikes,
  ...measured,
]);
