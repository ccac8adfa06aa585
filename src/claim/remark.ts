/** What is said of results after they were seen: the most likely reason, and the run that would settle it. Rules are never changed here. */
import type { Localized } from '../core/message/index.ts';
import type { ClaimVerdict } from './types.ts';

export interface Remark {
  /** The verdict it was written for; of another it says nothing. */
  readonly verdict: ClaimVerdict;
  readonly reason: Localized;
  readonly settle: Localized;
}

export const remarks: Readonly<Record<string, Remark>> = {};
