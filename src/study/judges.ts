import type { StudyPlan } from './plan.ts';
import { protocols } from './protocol/index.ts';

/** Whether arms are judged on fresh seeds at all, or only mapped; a protocol of another version's study is taken to judge. */
export const judges = ({ protocol }: Pick<StudyPlan, 'protocol'>): boolean =>
  protocols.members.find(({ id }) => id === protocol?.id)?.judges ?? true;
