/** One sentence from all pairs: who leads, who is beaten, or that nothing is shown. */
import type { PairResult, StudyResult } from '../../study/types.ts';

export type Outcome =
  | { readonly kind: 'single' | 'unknown' | 'none' }
  | { readonly kind: 'best'; readonly arm: string; readonly others: readonly string[] }
  | { readonly kind: 'leads'; readonly arm: string; readonly others: readonly string[]; readonly level: readonly string[] }
  | { readonly kind: 'tied' | 'group'; readonly leaders: readonly string[]; readonly beaten: readonly string[] };

/** The winner of a pair, or null. */
export function winner({ a, b, verdict }: PairResult): string | null {
  return { better: a, worse: b, 'no difference shown': null }[verdict];
}

const loser = (pair: PairResult): string => (winner(pair) === pair.a ? pair.b : pair.a);

export function outcome({ arms, pairs }: Pick<StudyResult, 'arms' | 'pairs'>): Outcome {
  if (arms.length < 2) return { kind: 'single' };
  if (pairs.every(({ difference }) => difference === null)) return { kind: 'unknown' };
  const shown = pairs.filter((pair) => winner(pair) !== null);
  if (shown.length === 0) return { kind: 'none' };
  const beaten = new Set(shown.map(loser));
  const leaders = arms.map(({ id }) => id).filter((id) => !beaten.has(id));
  const [arm] = leaders;
  if (leaders.length !== 1 || arm === undefined) {
    const whole = shown.filter((pair) => leaders.includes(winner(pair) ?? '')).length === leaders.length * beaten.size;
    return { kind: whole && leaders.length > 0 ? 'tied' : 'group', leaders, beaten: [...beaten] };
  }
  const others = shown.filter((pair) => winner(pair) === arm).map(loser);
  const level = arms.map(({ id }) => id).filter((id) => id !== arm && !others.includes(id));
  return level.length === 0 ? { kind: 'best', arm, others } : { kind: 'leads', arm, others, level };
}
