/** Verdicts and effects as they stand beside a sentence. */
import { effectText, sizeText } from '../claim/text.ts';
import type { Localized } from '../core/message/index.ts';
import type { Book, Told } from './book.ts';
import { plain } from './plain.ts';
import type { Outcome } from './types.ts';

const signs: Readonly<Record<Outcome, string>> = { supported: '✔', contradicted: '✘', 'not shown at this scale': '○', none: '–' };

/** "✘ contradicted" */
export const verdictMark = (outcome: Outcome, { say }: Book): string => `${signs[outcome]} ${say(`claim.verdict.${outcome}`)}`;

/** "loss without warm-up minus with: 0.0006 [−0.0024, 0.0035] nats, depth 16"; empty where nothing was measured. */
export function effectMark({ claim, decision }: Told, { language, say }: Book, what?: Localized): string {
  if (!decision) return '';
  const effect = plain(effectText(decision.effect, decision, language));
  const size = plain(sizeText(claim.rule, decision.effect, language));
  const measured = what ? say('note.effect', { what: what[language], effect }) : effect;
  return size === '' ? measured : say('note.effectAt', { measured, size });
}

export const commandMark = ({ claim }: Told): string => `\`npx normlab claims ${claim.id} --run\``;

/** "✔ [post-plain-fails](#post-plain-fails)": to the details, where there are any. */
export const shortMark = ({ claim: { id }, outcome, decision }: Told): string =>
  `${signs[outcome]} ${decision ? `[${id}](#${id})` : `\`${id}\``}`;
