/** Claims by what came out, whose words they are, and the placements they are about. */
import { armPlacements } from '../study/arm.ts';
import { defaultArms } from '../study/options.ts';
import type { Evidence } from './evidence.ts';
import type { Need } from './need/types.ts';
import type { Claim, ClaimGroup, ClaimVerdict } from './types.ts';

/** A verdict as one word of the command line. */
const verdicts = { supported: 'supported', contradicted: 'contradicted', 'not-shown': 'not shown at this scale', none: undefined } as const;

export const verdictWords = Object.keys(verdicts) as (keyof typeof verdicts)[];

export interface ClaimFilter {
  /** `none` for claims that were not measured. */
  readonly verdict?: keyof typeof verdicts;
  readonly group?: ClaimGroup;
  /** Among the arms of what is measured. */
  readonly placement?: string;
}

export function filterClaims(
  all: readonly Claim[],
  { verdict, group, placement }: ClaimFilter,
  evidence: ReadonlyMap<string, Evidence>,
): Claim[] {
  return all.filter(
    (claim) =>
      (group === undefined || claim.group === group) &&
      (verdict === undefined || verdictOf(claim, evidence.get(claim.id)) === verdicts[verdict]) &&
      (placement === undefined || Object.values(claim.needs).some((need) => placementsIn(need).includes(placement))),
  );
}

const verdictOf = ({ rule }: Claim, found: Evidence | undefined): ClaimVerdict | undefined => found && rule.decide(found.numbers).verdict;

function placementsIn(need: Need): string[] {
  if (need.kind === 'signal') return need.arms.flatMap(armPlacements);
  const { options } = need.kind === 'study' ? need : need.study;
  return (options.arms ?? defaultArms).flatMap(armPlacements);
}
