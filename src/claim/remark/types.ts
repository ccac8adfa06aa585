import type { Localized } from '../../core/message/index.ts';
import type { ClaimVerdict } from '../types.ts';

export interface Remark {
  /** The verdict it was written for; of another it says nothing. */
  readonly verdict: ClaimVerdict;
  /** Only what the numbers of the evidence carry; what is guessed says so ("most likely"). */
  readonly reason: Localized;
  readonly settle: Localized;
}

export const contradicted = 'contradicted';
export const open = 'not shown at this scale';
