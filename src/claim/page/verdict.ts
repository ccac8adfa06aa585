/** Verdicts on pages. */
import { type Language, message } from '../../core/message/index.ts';
import type { Evidence } from '../evidence.ts';
import type { Claim, ClaimVerdict, Decision } from '../types.ts';

const signs: Readonly<Record<ClaimVerdict, string>> = { supported: '✔', contradicted: '✘', 'not shown at this scale': '○' };

/** What the evidence decides; undefined without evidence. */
export function verdictOf({ id, rule }: Claim, evidence: ReadonlyMap<string, Evidence>): Decision | undefined {
  const found = evidence.get(id);
  return found && rule.decide(found.numbers);
}

/** "✔ supported", or that it was not measured. */
export const verdictText = (verdict: ClaimVerdict | undefined, language: Language): string =>
  verdict ? `${signs[verdict]} ${message(language, `claim.verdict.${verdict}`)}` : message(language, 'claim.verdict.none');
