/** Arms of a study that are one model: told by their specs, before anything is trained. */
import { canonicalJson } from '../core/json.ts';
import { comesTo } from '../model/placement/alike.ts';
import { type StudyPlan, typicalRun } from './plan.ts';

/** For each arm the others that train exactly as it does, in the order of the study. */
export function sameArms(plan: StudyPlan): ReadonlyMap<string, readonly string[]> {
  const texts = plan.arms.map((arm) => [arm, specText(plan, arm)] as const);
  const groups = new Map<string, string[]>();
  for (const [arm, text] of texts) groups.set(text, [...(groups.get(text) ?? []), arm]);
  return new Map(texts.map(([arm, text]) => [arm, (groups.get(text) as string[]).filter((other) => other !== arm)]));
}

function specText(plan: StudyPlan, arm: string): string {
  const run = typicalRun(plan, arm);
  return canonicalJson({ ...run, model: { ...run.model, ...comesTo(run.model) } });
}
