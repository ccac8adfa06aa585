/** What is said about results after they were seen: the most likely reason, and the run that would settle it. Rules are never changed here. */
import { literatureRemarks } from './remark/literature.ts';
import { noteRemarks } from './remark/note.ts';
import { planRemarks } from './remark/plan.ts';
import type { Remark } from './remark/types.ts';

export type { Remark };

export const remarks: Readonly<Record<string, Remark>> = { ...noteRemarks, ...planRemarks, ...literatureRemarks };
