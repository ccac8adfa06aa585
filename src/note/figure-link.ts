/** Where the figures of a note are: inside it, or in a folder beside it. */
import { figureFile } from '../claim/page/markdown.ts';
import type { Links } from './types.ts';

const base64 = (text: string): string => btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));

export const embedded: Links = { figure: (_, svg) => `data:image/svg+xml;base64,${base64(svg)}` };

/** A parenthesis would end the link. */
const inLink = (name: string): string => encodeURIComponent(name).replaceAll('(', '%28').replaceAll(')', '%29');

export interface FiguresBeside {
  readonly links: Links;
  /** Figures by file name, once a note was written with these links. */
  readonly files: ReadonlyMap<string, string>;
}

/** @param folder name of the folder beside the note */
export function beside(folder: string): FiguresBeside {
  const files = new Map<string, string>();
  const figure: Links['figure'] = (id, svg, language) => {
    files.set(figureFile(id, language), svg);
    return `${inLink(folder)}/${figureFile(id, language)}`;
  };
  return { links: { figure }, files };
}
