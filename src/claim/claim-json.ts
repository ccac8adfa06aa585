/** Claims as other programs read them. */
import type { Evidence } from './evidence.ts';
import type { Claim, Decision } from './types.ts';

export interface ClaimJson {
  readonly id: string;
  readonly group: Claim['group'];
  readonly statement: Claim['statement'];
  readonly source: Claim['sources'];
  readonly rule: Claim['rule']['words'];
  /** Null when it was not measured. */
  readonly verdict: Decision['verdict'] | null;
  /** At the largest size, and at all sizes. */
  readonly effect: (Decision['effect'] & { readonly unit: string; readonly within: readonly [number, number] }) | null;
  readonly trend: Decision['trend'];
  readonly evidence: Evidence | null;
}

export function toClaimJson({ id, group, statement, sources, rule }: Claim, evidence: Evidence | undefined): ClaimJson {
  const decision = evidence && rule.decide(evidence.numbers);
  return {
    id,
    group,
    statement,
    source: sources,
    rule: rule.words,
    verdict: decision?.verdict ?? null,
    effect: decision ? { ...decision.effect, unit: decision.unit.en, within: decision.within } : null,
    trend: decision?.trend ?? [],
    evidence: evidence ?? null,
  };
}
