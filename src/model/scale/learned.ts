import type { Formula, Learned } from './types.ts';

/** Every learnable value a scale reads. */
export function learnedIn(scale: Formula | undefined): readonly Learned[] {
  if (scale === undefined || typeof scale === 'number') return [];
  if (scale.kind === 'learned') return [scale];
  return scale.kind === 'call' ? scale.arguments.flatMap(learnedIn) : [];
}
