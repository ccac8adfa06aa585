/** Which arms are compared with each other, and how they rank there. */
import { type MeanRanks, meanRanks, type Outcome } from '../core/statistic/index.ts';
import type { ArmGroup, RunRecord } from './types.ts';
import { type JudgedArm, variedKey } from './verdict.ts';

export interface RankedGroup extends ArmGroup {
  /** Arm -> mean rank; empty when nothing was ranked. */
  readonly ranks: ReadonlyMap<string, number>;
}

/** Arms at equal varied values, in the order given, with their mean ranks over seeds; one arm alone has no rank. */
export function rankGroups(arms: readonly JudgedArm[]): RankedGroup[] {
  const groups = new Map<string, JudgedArm[]>();
  for (const arm of arms) groups.set(variedKey(arm.varied), [...(groups.get(variedKey(arm.varied)) ?? []), arm]);
  return [...groups.values()].map((group) => {
    const found = group.length > 1 ? rankArms(group) : null;
    const ranks = found?.ranks ?? [];
    return {
      varied: group[0]?.varied ?? {},
      arms: group.map(({ id }) => id),
      ranked: found?.n ?? 0,
      rankP: found?.test?.p ?? null,
      ranks: new Map(group.flatMap(({ id }, i) => (ranks[i] === undefined ? [] : [[id, ranks[i]] as const]))),
    };
  });
}

function rankArms(arms: readonly JudgedArm[]): MeanRanks {
  const seeds = [...new Set(arms.flatMap(({ runs }) => runs.map(({ seed }) => seed)))];
  const outcomes = arms.map(({ runs }) => new Map(runs.map((run) => [run.seed, outcome(run)])));
  return meanRanks(seeds.map((seed) => outcomes.map((ofSeed) => ofSeed.get(seed) ?? null)));
}

function outcome({ status, evalLoss, steps }: RunRecord): Outcome | null {
  if (status === 'diverged') return { loss: Number.NaN, divergedAt: steps };
  return status === 'finished' ? { loss: evalLoss ?? Number.NaN, divergedAt: null } : null;
}
