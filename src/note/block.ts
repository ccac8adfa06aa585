/** Each kind of block as paragraphs of Markdown. */
import { contradictions } from '../claim/contradictions.ts';
import { row } from '../claim/page/markdown.ts';
import type { Localized } from '../core/message/index.ts';
import type { Book, Told } from './book.ts';
import { figureLine } from './detail.ts';
import { findingLines } from './finding.ts';
import { commandMark, effectMark, shortMark, verdictMark } from './mark.ts';
import { plain } from './plain.ts';
import type { Block, Outcome, Point } from './types.ts';

type Writers = { readonly [K in Block['kind']]: (block: Extract<Block, { kind: K }>, book: Book) => string[] };

const outcomes: readonly Outcome[] = ['supported', 'contradicted', 'not shown at this scale', 'none'];

const writers: Writers = {
  text: ({ text }, { language }) => [text[language]],
  findings: ({ findings }, book) => [findings.flatMap((finding) => findingLines(finding, book)).join('\n')],
  table: ({ about, effect, rows }, book) => [
    [
      row([about[book.language], book.say('claim.overview.verdict'), effect[book.language], book.say('note.again')]),
      row(['---', '---', '---', '---']),
      ...rows.map(({ claim, name }) => {
        const told = book.told(claim);
        return row([
          told.decision ? `[${name[book.language]}](#${claim})` : name[book.language],
          verdictMark(told.outcome, book),
          effectMark(told, book) || '–',
          commandMark(told),
        ]);
      }),
    ].join('\n'),
  ],
  figure: ({ claim }, book) => {
    const told = book.told(claim);
    const seen = plain(told.claim.figure.y[book.language]);
    return told.decision
      ? [figureLine(told, book), book.say('note.caption', { seen, details: `[${book.say('note.details')}](#${claim})` })]
      : [];
  },
  points: ({ points, boxes = false }, book) => [points.map((point) => `- ${boxes ? '[ ] ' : ''}${pointText(point, book)}`).join('\n')],
  outcomes: ({ claims }, book) =>
    outcomes.flatMap((outcome) => {
      const lines = claims.flatMap(({ claim, brief }) => {
        const told = book.told(claim);
        return told.outcome === outcome ? [`- ${summed(told, brief ?? told.claim.statement, book)}`] : [];
      });
      return lines.length === 0 ? [] : [`**${book.say(`note.outcome.${outcome}`)}**`, lines.join('\n')];
    }),
  disputes: (_, book) => [
    contradictions
      .flatMap(({ about, sides, claims }) => [
        `- ${book.say('note.marked', { text: plain(about[book.language]), marks: marksOf(claims, book) })}`,
        ...sides.map(
          ({ source, says }) =>
            `  - ${book.say('note.effect', { what: `[${plain(source.text)}](${source.url})`, effect: plain(says[book.language]) })}`,
        ),
      ])
      .join('\n'),
  ],
  next: ({ outcomes: wanted }, book) => {
    const told = book.all.filter(({ outcome }) => wanted.includes(outcome));
    const measured = told.filter(({ decision }) => decision).map((one) => nextText(one, book));
    const missing = told.filter(({ decision }) => !decision).map(({ claim }) => `\`${claim.id}\``);
    const lines = [...measured, ...(missing.length > 0 ? [book.say('note.missing', { ids: missing.join(book.say('note.comma')) })] : [])];
    return [lines.length === 0 ? book.say('note.nothingLeft') : lines.map((line) => `- ${line}`).join('\n')];
  },
};

export const blockParagraphs = (block: Block, book: Book): string[] =>
  (writers[block.kind] as (block: Block, book: Book) => string[])(block, book).filter((paragraph) => paragraph !== '');

const summed = (told: Told, statement: Localized, { language, say }: Book): string => {
  const text = plain(statement[language]);
  const details = told.decision ? `[${say('note.details')}](#${told.claim.id})` : commandMark(told);
  return say('note.marked', { text, marks: details });
};

const marksOf = (claims: readonly string[], book: Book): string =>
  claims.map((id) => shortMark(book.told(id))).join(book.say('note.comma'));

/** Advice, and the claims it rests on with what came of them. */
function pointText({ claims, says, otherwise }: Point, book: Book): string {
  const [first] = claims;
  const text = (first === undefined ? undefined : says?.[book.told(first).outcome]) ?? otherwise;
  return first ? book.say('note.marked', { text: text[book.language], marks: marksOf(claims, book) }) : text[book.language];
}

function nextText(told: Told, { language, say }: Book): string {
  const step = plain(told.remark?.settle[language] ?? '');
  const marks = `[${say('note.details')}](#${told.claim.id})`;
  return say('note.next', { statement: plain(told.claim.statement[language]), step, marks });
}
