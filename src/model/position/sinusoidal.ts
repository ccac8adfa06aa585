import type { Position } from './types.ts';

/** sin(t / 10000^(2i/d)) on even features, cos on odd ones (Vaswani et al. 2017); the token embedding is not rescaled. */
export const sinusoidal: Position = {
  id: 'sinusoidal',
  title: { en: 'sinusoidal positions', zh: '正弦位置编码' },
  table: ({ scope, seqLen, dModel }) => {
    const value = (flat: number) => {
      const [t, feature] = [Math.floor(flat / dModel), flat % dModel];
      const angle = t / 10000 ** ((feature - (feature % 2)) / dModel);
      return feature % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    };
    return scope.graph.constant(
      Float64Array.from({ length: seqLen * dModel }, (_, flat) => value(flat)),
      [seqLen, dModel],
    );
  },
};
