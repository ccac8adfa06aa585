/** What all parts of a note are written from: the language, the claims, and what came of each. */
import type { Evidence } from '../claim/evidence.ts';
import { claims } from '../claim/index.ts';
import { type Remark, remarks } from '../claim/remark.ts';
import type { Claim, Decision } from '../claim/types.ts';
import type { Language, MessageKey, MessageValues } from '../core/message/index.ts';
import { message } from '../core/message/index.ts';
import type { Links, Outcome } from './types.ts';

export interface Told {
  readonly claim: Claim;
  readonly outcome: Outcome;
  readonly evidence?: Evidence;
  readonly decision?: Decision;
  /** Only where it was written for this outcome. */
  readonly remark?: Remark;
}

export interface Book {
  readonly language: Language;
  readonly links: Links;
  /** All claims, in the order of their family. */
  readonly all: readonly Told[];
  /** @throws UserError when there is no such claim. */
  told(id: string): Told;
  say(key: MessageKey, values?: MessageValues): string;
}

export function openBook(evidence: ReadonlyMap<string, Evidence>, language: Language, links: Links): Book {
  const all = claims.members.map((claim) => tell(claim, evidence.get(claim.id)));
  return {
    language,
    links,
    all,
    told: (id) => all[claims.members.indexOf(claims.get(id))] as Told,
    say: (key, values = {}) => message(language, key, values),
  };
}

function tell(claim: Claim, evidence: Evidence | undefined): Told {
  if (!evidence) return { claim, outcome: 'none' };
  const decision = claim.rule.decide(evidence.numbers);
  const remark = remarks[claim.id];
  return { claim, outcome: decision.verdict, evidence, decision, ...(remark?.verdict === decision.verdict && { remark }) };
}
