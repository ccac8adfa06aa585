/** Learning rate against loss: whether every arm was given a fair chance. */
import { type LrLine, lrCurve } from '../../chart/lr-curve.ts';
import type { StudyResult } from '../../study/types.ts';
import type { Context } from '../context.ts';
import { selectionCells } from '../data/selection.ts';
import { reportDocument } from '../document.ts';
import { figure } from '../figure.ts';
import { html, type Markup } from '../html.ts';

/** Warm-up choices in order: the most careful one is drawn solid. */
function warmupsOf({ arms }: StudyResult): number[] {
  const all = arms.flatMap((arm) => selectionCells(arm).map(({ warmup }) => warmup));
  return [...new Set(all)].sort((a, b) => b - a);
}

function linesOf({ arms }: StudyResult, warmups: readonly number[], { label, colorOf }: Context): LrLine[] {
  return arms.flatMap((arm) => {
    const cells = selectionCells(arm);
    return warmups.flatMap((warmup, dash) => {
      const points = cells
        .filter((cell) => cell.warmup === warmup)
        .map(({ lr, loss, lost, chosen }) => ({ lr, loss, diverged: lost, chosen }));
      return points.length > 0 ? [{ label: label(arm.id), color: colorOf(arm.id), dash, points }] : [];
    });
  });
}

export function selectionBody(result: StudyResult, context: Context): Markup {
  const { say } = context;
  const warmups = warmupsOf(result);
  const lines = linesOf(result, warmups, context);
  if (lines.length === 0) return html`<p>${say('report.selection.none')}</p>`;
  const render = (width: number): string =>
    lrCurve({
      document: reportDocument(),
      width,
      height: 320,
      title: say('report.selection.title'),
      description: say('report.selection.description'),
      lines,
      dashLabels: warmups.map((steps) => say('report.selection.warmup', { steps })),
      xLabel: say('report.selection.x'),
      yLabel: say('report.selection.y'),
      words: { diverged: say('report.selection.diverged'), chosen: say('report.selection.chosen') },
    });
  return figure(render, say('report.selection.caption', { seedCount: result.grid.selectSeeds.length }));
}
