import type { Position } from './types.ts';

export const learned: Position = {
  id: 'learned',
  title: 'learned positions',
  table: (scope, seqLen, dModel) => scope.parameter('position_embedding.weight', [seqLen, dModel], 'position'),
};
