/** Pieces of Markdown, and how the files of the pages are called. */
import type { Language } from '../../core/message/index.ts';

const ending: Readonly<Record<Language, string>> = { en: '', zh: '.zh-CN' };

export const fileOf = (name: string, language: Language): string => `${name}${ending[language]}.md`;
export const figureFile = (id: string, language: Language): string => `${id}${ending[language]}.svg`;

/** A row of a table; bars in cells would end them. */
export const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
