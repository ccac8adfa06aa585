/** One claim as a bullet: what is to be said about it, and below that its verdict, effect, details and command. */
import type { Remark } from '../claim/remark.ts';
import type { Book, Told } from './book.ts';
import { commandMark, effectMark, verdictMark } from './mark.ts';
import { plain } from './plain.ts';
import type { Finding } from './types.ts';

export function findingLines({ claim, effect, says }: Finding, book: Book): string[] {
  const told = book.told(claim);
  const marks = [
    verdictMark(told.outcome, book),
    effectMark(told, book, effect),
    told.decision ? `[${book.say('note.details')}](#${claim})` : '',
    commandMark(told),
  ];
  return [
    `- ${says?.[told.outcome]?.[book.language] ?? frame(told, book)}`,
    `  - ${marks.filter((mark) => mark !== '').join(' · ')}`,
    ...(told.remark ? [`  - ${reasonText(told.remark, book)}`] : []),
  ];
}

/** A claim without words of its own: its statement, and who said so where it did not hold. */
function frame({ claim, outcome }: Told, { language, say }: Book): string {
  const statement = plain(claim.statement[language]);
  return outcome === 'supported' ? statement : say(`note.frame.${outcome}`, { who: say(`note.who.${claim.group}`), statement });
}

/** What is said about a result after it was seen. */
export const reasonText = ({ reason }: Remark, { language, say }: Book): string => say('note.remark', { reason: plain(reason[language]) });
