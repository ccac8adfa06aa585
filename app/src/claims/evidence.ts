/** The evidence that comes with the package, as it was when the page was built: part of this view, and of no other. */

import texts from 'virtual:claim-evidence';
import { type Claim, claims, type Decision, type Evidence, readEvidence } from 'normlab/web';

export interface Entry {
  readonly claim: Claim;
  /** Undefined when it was not measured, or when the evidence is of another question. */
  readonly measured: { readonly evidence: Evidence; readonly decision: Decision } | undefined;
}

function measuredOf(claim: Claim): Entry['measured'] {
  const text = texts[claim.id];
  if (text === undefined) return undefined;
  const evidence = readEvidence(text, claim.id);
  return { evidence, decision: claim.rule.decide(evidence.numbers) };
}

/** In the order of the family. */
export const entries: readonly Entry[] = claims.members.map((claim) => ({ claim, measured: measuredOf(claim) }));
