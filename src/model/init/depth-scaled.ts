import { std } from './std.ts';
import { defineInit, writesStream } from './types.ts';

/** GPT-2's and Megatron's scaled init. */
export const depthScaled = defineInit({
  id: 'depth-scaled',
  title: { en: 'Depth-scaled normal', zh: '按深度缩放的正态' },
  rule: {
    en: 'every matrix N(0, std²), but the two that write to the stream (out, fc2) N(0, std²/(2N)), N blocks',
    zh: '每个矩阵 N(0, std²)，写入残差流的两个（out、fc2）为 N(0, std²/(2N))，N 为块数',
  },
  paper: {
    text: 'Radford et al. 2019, GPT-2',
    url: 'https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf',
  },
  options: { std },
  constants: ({ depth }) => ({ factor: 1 / Math.sqrt(2 * depth) }),
  distribution: (drawn, { nLayers }, options) => {
    const depth = drawn.parameter.place?.depth ?? nLayers;
    return { kind: 'normal', std: writesStream(drawn) ? options.std / Math.sqrt(2 * depth) : options.std };
  },
  about: {
    en: "GPT-2's and Megatron's: the stream of Pre-Norm stays bounded in depth at the start.",
    zh: 'GPT-2 和 Megatron 所用：初始时前归一化的残差流不随深度增长。',
  },
});
