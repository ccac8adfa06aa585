/** The only way text enters a page: everything is escaped unless it is Markup. */
import { visible } from '../chart/text.ts';

/** Source that is known to be safe: made by `html`, or by our own drawing code. */
export class Markup {
  constructor(readonly source: string) {}
}

export type Content = string | number | Markup | null | undefined | false | readonly Content[];

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escapeText = (text: string): string => visible(text).replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

function sourceOf(content: Content): string {
  if (content instanceof Markup) return content.source;
  if (Array.isArray(content)) return content.map(sourceOf).join('');
  return content === null || content === undefined || content === false ? '' : escapeText(String(content));
}

/** Template tag: html`<td>${anything}</td>`. Attribute values must stand in double quotes. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(strings.reduce((page, part, at) => page + sourceOf(values[at - 1]) + part));
}

/** Takes a string as it is. For SVG of src/chart and for our own style sheet only. */
export const trusted = (source: string): Markup => new Markup(source);
