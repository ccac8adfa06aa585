/** A norm at the end of a stack whose placement has none there by itself. */
import { defaultShape, modelFor } from '../explain/model.ts';
import { placements } from '../model/placement/index.ts';
import { readPlacement } from '../model/placement/read.ts';
import type { StackReading } from './types.ts';

/** Whether the stack ends in a norm that its placement does not ask for: Post-Norm with a final norm. */
export function hasUnusualFinal({ placement, finalNorm }: StackReading): boolean {
  if (placement === null || finalNorm === null || placements.get(placement).written) return false;
  return !readPlacement(modelFor({ id: placement }, defaultShape)).frame.finalNorm;
}
