/** The copies in the documentation: they link to the figures and pages beside them. */
import type { Evidence } from '../claim/evidence.ts';
import { figureFile, fileOf } from '../claim/page/markdown.ts';
import { languages } from '../core/message/index.ts';
import { noteText } from './note.ts';

/** File names of docs -> texts, one for each language. */
export function committedNotes(evidence: ReadonlyMap<string, Evidence>): Map<string, string> {
  return new Map(
    languages.map((language) => {
      const links = {
        figure: (id: string) => `claims/${figureFile(id, language)}`,
        page: (id: string) => `claims/${fileOf(id, language)}`,
        other: fileOf('note', language === 'en' ? 'zh' : 'en'),
      };
      return [fileOf('note', language), noteText(evidence, language, links)] as const;
    }),
  );
}
