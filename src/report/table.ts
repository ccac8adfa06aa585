/** Tables that turn into cards on a narrow screen; the roles keep their meaning for screen readers when CSS undoes `display: table`. */
import { type Content, html, type Markup } from './html.ts';

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => Content;
  /** Numbers stand right-aligned. */
  readonly number?: boolean;
}

export interface TableOptions {
  readonly caption?: string;
  readonly label: string;
  /** `cards` below 720 px, or `scroll` sideways. */
  readonly narrow: 'cards' | 'scroll';
}

function headRow<Row>(columns: readonly Column<Row>[]): Markup {
  const heads = columns.map(({ head, number }) => html`<th role="columnheader" scope="col"${number && html` class="number"`}>${head}</th>`);
  return html`<tr role="row">${heads}</tr>`;
}

function bodyRow<Row>(row: Row, columns: readonly Column<Row>[]): Markup {
  const cells = columns.map(({ head, cell, number }, at) => {
    const className = number && html` class="number"`;
    if (at === 0) return html`<th role="rowheader" scope="row"${className}>${cell(row)}</th>`;
    return html`<td role="cell" data-label="${head}"${className}>${cell(row)}</td>`;
  });
  return html`<tr role="row">${cells}</tr>`;
}

export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], options: TableOptions): Markup {
  const body = rows.map((row) => bodyRow(row, columns));
  const caption = options.caption && html`<p class="caption">${options.caption}</p>`;
  return html`<div class="table ${options.narrow}" role="region" aria-label="${options.label}" tabindex="0">
<table role="table" aria-label="${options.label}"><thead role="rowgroup">${headRow(columns)}</thead>
<tbody role="rowgroup">${body}</tbody></table></div>${caption}`;
}
