import { fans, type Init, isEmbedding } from './types.ts';

export const xavier: Init = {
  id: 'xavier',
  title: 'Xavier uniform',
  rule: 'every matrix U(−b, b), b = gain·√(6 / (fan_in + fan_out)), q, k and v each on its own; embeddings N(0, embeddingStd²), 1/d when not set; head N(0, 1/d)',
  paper: { text: 'Glorot & Bengio 2010, as used by Vaswani et al. 2017', url: 'https://proceedings.mlr.press/v9/glorot10a.html' },
  distribution: (parameter, _part, { init, dModel }) => {
    if (isEmbedding(parameter)) return { kind: 'normal', std: init.embeddingStd ?? 1 / Math.sqrt(dModel) };
    if (parameter.role === 'head') return { kind: 'normal', std: 1 / Math.sqrt(dModel) };
    const { fanIn, fanOut } = fans(parameter);
    return { kind: 'uniform', bound: (init.gain ?? 1) * Math.sqrt(6 / (fanIn + fanOut)) };
  },
};
