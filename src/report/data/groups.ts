/** Arms that are compared with each other, and what is drawn of a study with many of them. */
import type { Fields } from '../../study/setting.ts';
import type { ArmResult, PairResult, StudyResult } from '../../study/types.ts';

export interface Group {
  readonly varied: Fields;
  readonly arms: readonly ArmResult[];
  readonly pairs: readonly PairResult[];
}

/** The groups of a study with their arms and pairs, in their order. */
export function groupsOf({ groups, arms, pairs }: Pick<StudyResult, 'groups' | 'arms' | 'pairs'>): Group[] {
  const at = new Map(groups.flatMap(({ arms: ids }, index) => ids.map((id) => [id, index] as const)));
  return groups.map(({ varied }, index) => ({
    varied,
    arms: arms.filter(({ id }) => at.get(id) === index),
    pairs: pairs.filter(({ a }) => at.get(a) === index),
  }));
}

/** What a page of thousands of runs still draws; the rest is in the JSON and in the files of the runs. */
export const limits = {
  curves: 40,
  figures: 12,
  panels: 24,
  forestRows: 40,
  pairRows: 200,
  runRows: 500,
  mapRows: 500,
  cards: 40,
  bannerRows: 20,
} as const;

export interface Cut<T> {
  readonly shown: readonly T[];
  readonly more: number;
}

export const cut = <T>(items: readonly T[], limit: number): Cut<T> => ({
  shown: items.slice(0, limit),
  more: Math.max(0, items.length - limit),
});
