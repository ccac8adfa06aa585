import { defineInit, isEmbedding } from './types.ts';
import { aroundBlocks, xavierNormal } from './xavier-like.ts';

export const xiong = defineInit({
  id: 'xiong',
  title: { en: "Xiong et al.'s theory setting", zh: 'Xiong 等人的理论设定' },
  rule: {
    en: 'W_Q = W_K = 0 (uniform attention), every other matrix Xavier normal, embeddings N(0, 1)',
    zh: 'W_Q = W_K = 0（均匀注意力），其余矩阵 Xavier 正态，嵌入 N(0, 1)',
  },
  paper: { text: 'Xiong et al. 2020, section 3.3', url: 'https://arxiv.org/abs/2002.04745' },
  distribution: (drawn, model) => {
    if (drawn.part === 'q' || drawn.part === 'k') return { kind: 'constant', value: 0 };
    if (isEmbedding(drawn.parameter)) return { kind: 'normal', std: 1 };
    return aroundBlocks(drawn, model) ?? xavierNormal(1, drawn);
  },
  about: {
    en: 'The setting in which Xiong et al. prove how gradients depend on depth; for signal, not for training.',
    zh: 'Xiong 等人证明梯度如何随深度变化时所用的设定；供 signal 使用，不用于训练。',
  },
});
