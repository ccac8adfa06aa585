/** The YAML that begins a note: what Obsidian and digital gardens read, and how a note of ours is told from one that was edited. */
import { parse, stringify } from 'yaml';
import type { Evidence } from '../claim/evidence.ts';
import { shortHash } from '../core/hash.ts';
import type { Language } from '../core/message/index.ts';
import { heading } from './section/title.ts';

const tags: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

/** The date is that of the newest evidence: the same evidence gives the same note on any day. */
export function withFrontMatter(body: string, language: Language, evidence: readonly Evidence[]): string {
  const date = evidence
    .map((one) => one.date.slice(0, 10))
    .sort()
    .at(-1);
  const fields = {
    title: heading.title[language],
    ...(date !== undefined && { date }),
    lang: tags[language],
    tags: heading.tags[language],
    aliases: heading.aliases[language],
    source: `npx normlab note --lang ${language}`,
  };
  const text = assemble(stringify(fields, { lineWidth: 0 }), body);
  return assemble(stringify({ ...fields, digest: shortHash(text) }, { lineWidth: 0 }), body);
}

const assemble = (yaml: string, body: string): string => `---\n${yaml}---\n\n${body}`;

/** What a text is to one who would write over it. */
export type Found = 'note' | 'edited' | 'other';

/** A note as it was written, one that was changed since, or something else. Line ends may have been converted. */
export function recognise(text: string): Found {
  const unix = text.replaceAll('\r\n', '\n');
  const [, yaml = ''] = /^---\n(.*?\n)---\n/s.exec(unix) ?? [];
  const { source, digest } = readYaml(yaml);
  if (typeof source !== 'string' || !/^npx normlab note\b/.test(source)) return 'other';
  return shortHash(unix.replace(/^digest: .*\n/m, '')) === digest ? 'note' : 'edited';
}

function readYaml(yaml: string): { readonly source?: unknown; readonly digest?: unknown } {
  try {
    const fields: unknown = parse(yaml);
    return typeof fields === 'object' && fields !== null ? fields : {};
  } catch {
    return {};
  }
}
