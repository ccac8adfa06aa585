import { type Init, isEmbedding } from './types.ts';

export const normal: Init = {
  id: 'normal',
  title: 'Normal',
  rule: 'every matrix N(0, std²), std 0.02; embeddings N(0, embeddingStd²), the same std when not set',
  paper: { text: 'Devlin et al. 2019, BERT', url: 'https://arxiv.org/abs/1810.04805' },
  distribution: (parameter, _part, { init }) => {
    const std = init.std ?? 0.02;
    return { kind: 'normal', std: isEmbedding(parameter) ? (init.embeddingStd ?? std) : std };
  },
};
