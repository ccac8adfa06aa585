/** The study note on Layer Norm design as Markdown, from the evidence of the claims alone. */
import type { Evidence } from '../claim/evidence.ts';
import type { Language } from '../core/message/index.ts';
import { blockParagraphs } from './block.ts';
import { type Book, openBook, type Told } from './book.ts';
import { detailParagraphs } from './detail.ts';
import { withFrontMatter } from './front-matter.ts';
import { sections } from './section/index.ts';
import { heading } from './section/title.ts';
import type { Block, Links, Section } from './types.ts';

/** The same evidence, language and links give the same text, to the byte. */
export function noteText(evidence: ReadonlyMap<string, Evidence>, language: Language, links: Links): string {
  const book = openBook(evidence, language, links);
  const further = furtherSection(book);
  const paragraphs = [
    `# ${heading.title[language]}`,
    ...opening(book),
    ...[...sections, ...(further ? [further] : [])].flatMap((section) => sectionParagraphs(section, 2, book)),
    ...details(book),
  ];
  return withFrontMatter(`${paragraphs.join('\n\n')}\n`, language, [...evidence.values()]);
}

function opening({ all, language, links, say }: Book): string[] {
  const count = (outcome: Told['outcome']) => all.filter((told) => told.outcome === outcome).length;
  const counts = {
    total: all.length,
    supported: count('supported'),
    contradicted: count('contradicted'),
    open: count('not shown at this scale'),
    none: count('none'),
  };
  return [
    ...(links.other ? [`[${say('claim.page.other')}](${links.other})`] : []),
    heading.lead[language],
    `${say('note.counts', counts)}${count('none') > 0 ? say('note.countsNone', counts) : ''}`,
    heading.how[language],
  ];
}

function sectionParagraphs({ title, blocks = [], parts = [] }: Section, level: number, book: Book): string[] {
  return [
    `${'#'.repeat(level)} ${title[book.language]}`,
    ...blocks.flatMap((block) => blockParagraphs(block, book)),
    ...parts.flatMap((part) => sectionParagraphs(part, level + 1, book)),
  ];
}

const allBlocks = (all: readonly Section[]): Block[] => all.flatMap(({ blocks = [], parts = [] }) => [...blocks, ...allBlocks(parts)]);

const claimsOf = (block: Block): string[] => {
  if (block.kind === 'findings') return block.findings.map(({ claim }) => claim);
  return block.kind === 'table' ? block.rows.map(({ claim }) => claim) : [];
};

/** Claims that have a sentence or a row of their own in a section, in the order of the note. */
export const placedClaims = (): string[] => allBlocks(sections).flatMap(claimsOf);

/** Claims that came in without a place of their own, so that none is lost. */
function furtherSection({ all }: Book): Section | undefined {
  const placed = new Set(placedClaims());
  const findings = all.flatMap(({ claim: { id } }) => (placed.has(id) ? [] : [{ claim: id }]));
  return findings.length === 0 ? undefined : { title: heading.further, blocks: [{ kind: 'findings', findings }] };
}

function details(book: Book): string[] {
  const blocks = allBlocks(sections);
  const drawn = new Set(blocks.flatMap((block) => (block.kind === 'figure' ? [block.claim] : [])));
  const inTables = new Set(blocks.flatMap((block) => (block.kind === 'table' ? claimsOf(block) : [])));
  const order = new Set([...placedClaims(), ...book.all.map(({ claim }) => claim.id)]);
  const paragraphs = [...order].flatMap((id) =>
    detailParagraphs(book.told(id), { drawn: drawn.has(id), reasoned: !inTables.has(id) }, book),
  );
  return paragraphs.length === 0 ? [] : [`## ${book.say('note.details.title')}`, book.say('note.details.lead'), ...paragraphs];
}
