import { normal } from './normal.ts';
import type { Init } from './types.ts';

export const depthScaled: Init = {
  id: 'depth-scaled',
  title: 'Depth-scaled normal',
  rule: 'as normal, but the two matrices that write to the stream (out, fc2) N(0, std²/(2·nLayers))',
  paper: {
    text: 'Radford et al. 2019, GPT-2',
    url: 'https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf',
  },
  distribution: (parameter, part, model) => {
    const writes = parameter.role === 'out' || parameter.role === 'fc2';
    if (!writes) return normal.distribution(parameter, part, model);
    return { kind: 'normal', std: (model.init.std ?? 0.02) / Math.sqrt(2 * model.nLayers) };
  },
};
