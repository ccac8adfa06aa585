/** Text in figures: no layout engine is at hand in Node, so widths are estimated. */

const bidiControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML forbids
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udfff]/gu;
const wide = /[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f000}-\u{3ffff}]/u;
const narrow = /[\s.,:;'|!iljft()[\]-]/u;
const broad = /[mwMW@%]/u;
const capital = /\p{Lu}/u;

/** Makes characters seen that would reorder, hide or break the text around them. */
export function visible(text: string): string {
  return text
    .replace(bidiControls, (mark) => `⟨U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`)
    .replace(forbidden, '\ufffd');
}

function advance(character: string): number {
  if (wide.test(character)) return 1;
  if (narrow.test(character)) return 0.37;
  if (broad.test(character)) return 0.9;
  return capital.test(character) ? 0.7 : 0.61;
}

/** Estimated width in pixels. */
export function textWidth(text: string, size: number): number {
  let sum = 0;
  for (const character of text) sum += advance(character);
  return sum * size;
}

/** The text, cut with an ellipsis where it would be wider than `limit` pixels. */
export function shorten(text: string, limit: number, size: number): string {
  if (textWidth(text, size) <= limit) return text;
  let kept = '';
  for (const character of text) {
    if (textWidth(`${kept}${character}…`, size) > limit) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
