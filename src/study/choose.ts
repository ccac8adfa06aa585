/** From runs of many settings to the one an arm is judged with. */
import { mean } from '../core/statistic/index.ts';
import { type Setting, settingKey } from './setting.ts';
import type { RunRecord } from './types.ts';
import { score } from './verdict.ts';

export interface ScoredSetting extends Setting {
  readonly diverged: number;
  /** Mean over seeds, a diverged run at its starting loss. */
  readonly score: number;
}

/**
 * The learning rate and warm-up with the fewest divergences, then the best mean score: a setting that diverged never beats one that
 * finished. Ties go to the smaller learning rate, then the shorter warm-up.
 */
export function choose(arms: readonly string[], runs: readonly RunRecord[]): Map<string, Setting> {
  const choices = new Map<string, Setting>();
  for (const arm of arms) {
    const [best] = rankSettings(runs.filter((run) => run.arm === arm));
    if (best) choices.set(arm, { lr: best.lr, warmup: best.warmup, fields: best.fields });
  }
  return choices;
}

/** The settings that were tried, best first; those of which no run ended are left out. */
export function rankSettings(runs: readonly RunRecord[]): ScoredSetting[] {
  const groups = new Map<string, RunRecord[]>();
  for (const run of runs) {
    const group = groups.get(settingKey(run));
    if (group) group.push(run);
    else groups.set(settingKey(run), [run]);
  }
  return [...groups.values()]
    .flatMap((group) => {
      const scores = group.map(score).filter((value) => value !== null);
      const [{ lr, warmup, fields }] = group as [RunRecord];
      const diverged = group.filter(({ status }) => status === 'diverged').length;
      return scores.length > 0 ? [{ lr, warmup, fields, diverged, score: mean(scores) }] : [];
    })
    .sort((a, b) => a.diverged - b.diverged || a.score - b.score || a.lr - b.lr || a.warmup - b.warmup);
}
