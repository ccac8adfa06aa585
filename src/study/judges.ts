import type { StudyPlan } from './plan.ts';

/** Whether arms are judged on fresh seeds at all, or only mapped. */
export const judges = ({ protocol }: Pick<StudyPlan, 'protocol'>): boolean => protocol?.id !== 'map';
