/** Lines of at most so many columns: breaks at spaces and between Chinese characters, never before closing punctuation. */
import stringWidth from 'string-width';

const closing = /^[\s,.;:!?)\]}%，。；：、！？）】”》…]/u;
const opening = /[([{（【“《]$/u;
const wide = (text: string): boolean => stringWidth(text) > Array.from(text).length;

export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width));
}

function wrapLine(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text)) {
    const longer = `${line}${piece}`;
    if (line !== '' && stringWidth(longer.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    } else line = longer;
  }
  return [...lines, line.trimEnd()];
}

/** Parts that no line break may cut: words with their spaces and punctuation, single Chinese words. */
function pieces(text: string): string[] {
  const found: string[] = [];
  for (const { segment } of new Intl.Segmenter('zh', { granularity: 'word' }).segment(text)) {
    const last = found.at(-1);
    if (last === undefined || mayBreak(last, segment)) found.push(segment);
    else found[found.length - 1] = last + segment;
  }
  return found;
}

function mayBreak(before: string, after: string): boolean {
  if (closing.test(after) || opening.test(before)) return false;
  return /\s$/.test(before) || wide(Array.from(before).at(-1) ?? '') || wide(Array.from(after)[0] ?? '');
}

export const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - stringWidth(text)));

/** Cells wrapped so that a table with these columns stays within the width: the widest column gives way first, no word is cut. */
export function fitColumns(rows: readonly (readonly string[])[], width: number): string[][] {
  const widest = (at: number, lines: (cell: string) => readonly string[]): number =>
    Math.max(...rows.flatMap((row) => lines(row[at] ?? '').map((line) => stringWidth(line))));
  const widths = (rows[0] ?? []).map((_, at) => widest(at, (cell) => cell.split('\n')));
  const words = widths.map((_, at) => widest(at, (cell) => wrap(cell, 1)));
  // A border before each column and one behind the last, a blank on either side of a cell.
  let over = widths.reduce((total, one) => total + one + 3, 1) - width;
  for (; over > 0; over--) {
    const slack = widths.map((one, at) => (one > (words[at] as number) ? one : 0));
    const most = Math.max(...slack);
    if (most === 0) break;
    widths[slack.indexOf(most)] = most - 1;
  }
  return rows.map((row) => row.map((cell, at) => wrap(cell, widths[at] as number).join('\n')));
}
