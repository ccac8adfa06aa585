import type { Position } from './types.ts';

export const learned: Position = {
  id: 'learned',
  title: { en: 'learned positions', zh: '可学习的位置编码' },
  table: ({ scope, prefix, seqLen, dModel }) => scope.parameter(`${prefix}position_embedding.weight`, [seqLen, dModel], 'position'),
};
