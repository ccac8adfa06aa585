import type { Position } from './types.ts';

export const learned: Position = {
  id: 'learned',
  title: 'learned positions',
  table: ({ scope, prefix, seqLen, dModel }) => scope.parameter(`${prefix}position_embedding.weight`, [seqLen, dModel], 'position'),
};
