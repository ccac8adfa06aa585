/** Models that between them have everything a GPU must compute. */
import type { ModelConfig } from '../../src/model/types.ts';
import { crossModel, pairModel } from '../helper/model.ts';

const basic = ['post', 'pre', 'sandwich'].flatMap((placement) =>
  ['layer', 'rms'].map((normalizer) => [`${placement} × ${normalizer}`, pairModel(placement, normalizer)] as const),
);

export const featured: Readonly<Record<string, ModelConfig>> = {
  ...Object.fromEntries(basic),
  'running statistics': pairModel('pre', 'batch'),
  'several streams': pairModel('hyper-connections', 'rms'),
  'matrices on the sphere': pairModel('ngpt', 'layer'),
  'two stacks': crossModel('pre', 'layer'),
  patches: pairModel('pre', 'layer', { architecture: 'encoder', vocabSize: 0, patchSize: 5, classes: 3, readout: 'sequence' }),
  'grouped heads, rotary, SwiGLU': pairModel('pre', 'rms', { nKvHeads: 1, position: 'rotary', activation: 'swiglu', bias: false }),
};
