/** Published results that contradict each other, as a Markdown table: what each says, and what came of the claims here. */
import { type Language, message } from '../../core/message/index.ts';
import { contradictions } from '../contradictions.ts';
import type { Evidence } from '../evidence.ts';
import { claims } from '../index.ts';
import { fileOf, row } from './markdown.ts';
import { verdictOf, verdictText } from './verdict.ts';

export function contradictionTable(evidence: ReadonlyMap<string, Evidence>, language: Language): string {
  const say = (key: Parameters<typeof message>[1]) => message(language, key);
  const colon = language === 'en' ? ': ' : '：';
  const here = (id: string): string => {
    const decision = verdictOf(claims.get(id), evidence);
    return `${decision ? `[${id}](${fileOf(id, language)})` : id} ${verdictText(decision?.verdict, language)}`;
  };
  const rows = contradictions.map(({ about, sides, claims: ids }) =>
    row([
      about[language],
      sides.map(({ source, says }) => `[${source.text}](${source.url})${colon}${says[language]}`).join('<br>'),
      ids.map(here).join('<br>'),
    ]),
  );
  return [
    row([say('claim.overview.about'), say('claim.overview.papers'), say('claim.overview.here')]),
    row(['---', '---', '---']),
    ...rows,
  ].join('\n');
}
