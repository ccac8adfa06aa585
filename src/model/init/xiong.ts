import { fans, type Init, isEmbedding } from './types.ts';

export const xiong: Init = {
  id: 'xiong',
  title: "Xiong et al.'s theory setting",
  rule: 'W_Q = W_K = 0 (uniform attention), every other matrix Xavier normal, embeddings N(0, 1)',
  paper: { text: 'Xiong et al. 2020, section 3.3', url: 'https://arxiv.org/abs/2002.04745' },
  distribution: (parameter, part, { init, dModel }) => {
    if (part === 'q' || part === 'k') return { kind: 'constant', value: 0 };
    if (isEmbedding(parameter)) return { kind: 'normal', std: init.embeddingStd ?? 1 };
    if (parameter.role === 'head') return { kind: 'normal', std: 1 / Math.sqrt(dModel) };
    const { fanIn, fanOut } = fans(parameter);
    return { kind: 'normal', std: (init.gain ?? 1) * Math.sqrt(2 / (fanIn + fanOut)) };
  },
};
