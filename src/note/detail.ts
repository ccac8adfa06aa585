/** What stands behind a claim that was measured: figure, effect at each size, scale, sources. */
import { claimFigure } from '../claim/figure.ts';
import { scaleOf } from '../claim/scale.ts';
import { effectText, sizeText } from '../claim/text.ts';
import type { Book, Told } from './book.ts';
import { reasonText } from './finding.ts';
import { verdictMark } from './mark.ts';
import { plain } from './plain.ts';

/** The figure of a claim as a Markdown image. */
export function figureLine({ claim, evidence, decision }: Told, { language, links }: Book): string {
  if (!evidence || !decision) return '';
  const href = links.figure(claim.id, claimFigure(claim, evidence.numbers, decision, language), language);
  return `![${plain(claim.statement[language])}](${href})`;
}

/** What the running text has of a claim already. */
export interface Before {
  readonly drawn: boolean;
  readonly reasoned: boolean;
}

export function detailParagraphs(told: Told, { drawn, reasoned }: Before, book: Book): string[] {
  const { claim, decision } = told;
  const { language, links, say } = book;
  if (!decision) return [];
  const sizes = decision.trend.map((effect) =>
    say('note.effect', {
      what: sizeText(claim.rule, effect, language),
      effect: effectText(effect, { unit: { en: '', zh: '' } }, language),
    }),
  );
  const facts = [
    plain(firstSentence(claim.rule.words[language])),
    ...(sizes.length > 1
      ? [say('note.sizes', { unit: decision.unit[language] || say('note.noUnit'), sizes: plain(sizes.join(say('note.then'))) })]
      : []),
    ...scaleOf(claim, language).map((scale) => `${say('claim.page.here')}${plain(scale)}`),
    `${say('claim.page.published')}${plain(claim.published[language])}`,
    `${say('note.sources')}${claim.sources.map(({ text, url }) => `[${plain(text)}](${url})`).join(say('note.then'))}`,
    ...(links.page ? [`[${say('note.page')}](${links.page(claim.id, language)})`] : []),
  ];
  return [
    `### ${claim.id}`,
    `*${plain(claim.statement[language])}* ${verdictMark(told.outcome, book)}`,
    ...(reasoned || !told.remark ? [] : [reasonText(told.remark, book)]),
    ...(drawn ? [] : [figureLine(told, book)]),
    facts.map((fact) => `- ${fact}`).join('\n'),
  ];
}

/** Of a rule what the effect is; how it decides is on the claim's page. */
const firstSentence = (words: string): string => /^.*?(?:[.](?= [A-Z])|。)/s.exec(words)?.[0] ?? words;
