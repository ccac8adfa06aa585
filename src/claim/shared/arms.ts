/** Arms that several studies share, with the initialisation that belongs to them. */
import type { Arm } from '../../study/arm.ts';

export const deepnorm: Arm = { id: 'deepnorm', model: { placement: 'deepnorm', init: 'deepnet' } };

/** DeepNorm as two public repositories have it: gain (8N)^(+1/4) instead of (8N)^(−1/4). Here the gain is on q and k too. */
export const wrongSign = (depth: number): Arm => ({
  id: `wrong-sign depth=${depth}`,
  base: 'wrong-sign',
  varied: { 'model.nLayers': depth },
  fields: { 'model.nLayers': depth },
  model: { placement: 'deepnorm', init: { id: 'xavier', gain: (8 * depth) ** 0.25 } },
});

/** An arm at a size, where arms differ in more than the size. */
export const atDepth = (arm: Arm, depth: number): Arm => ({
  ...arm,
  id: `${arm.id} depth=${depth}`,
  base: arm.id,
  varied: { 'model.nLayers': depth },
  fields: { ...arm.fields, 'model.nLayers': depth },
});

export const admin: Arm = { id: 'admin', model: { placement: 'admin', init: 'admin' } };
