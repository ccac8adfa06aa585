/** Names written at the right end of their lines, which spares the eye a legend. */
import { dodge } from './dodge.ts';
import type { Inner } from './frame.ts';
import type { Pen } from './pen.ts';
import { shorten, textWidth } from './text.ts';
import { fontSize, surface } from './theme.ts';

export interface EndLabel {
  readonly label: string;
  readonly color: string;
  /** Height of the line's end in pixels. */
  readonly y: number;
}

/** Right margin that holds the labels, at most `share` of the width. */
export function labelMargin(labels: readonly string[], width: number, share = 0.3): number {
  const widest = Math.max(0, ...labels.map((label) => textWidth(label, fontSize.label)));
  return Math.min(widest + 24, width * share);
}

export function drawEndLabels(pen: Pen, labels: readonly EndLabel[], inner: Inner, margin: number): void {
  const wanted = labels.map(({ y }) => y);
  const placed = dodge(wanted, 15, inner.top + 2, inner.bottom - 2);
  labels.forEach(({ label, color, y }, at) => {
    const to = placed[at] ?? y;
    if (Math.abs(to - y) > 3) {
      const d = `M${inner.right + 2},${y}L${inner.right + 10},${to}`;
      pen.shape('path', { d, fill: 'none', stroke: surface('muted'), 'stroke-opacity': 0.7 });
    }
    pen.text(inner.right + 13, to, shorten(label, margin - 14, fontSize.label), { fill: color, 'font-weight': 500 });
  });
}
