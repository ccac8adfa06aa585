/** Tables of Markdown. */

/**
 * Lines of a table.
 *
 * @param columns [title, whether it is aligned to the right, a row's text] each.
 */
export function table(columns, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(([title]) => title)),
    `|${columns.map(([, right]) => (right ? '--:' : '---')).join('|')}|`,
    ...rows.map((row) => line(columns.map(([, , show]) => cell(show(row))))),
  ];
}

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
