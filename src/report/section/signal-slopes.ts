/** Gradient against depth: the figure and the slopes as a table. */
import { depthSlope } from '../../chart/depth-slope.ts';
import type { SignalArm, SignalResult } from '../../study/signal-types.ts';
import type { Context } from '../context.ts';
import { reportDocument } from '../document.ts';
import { figure } from '../figure.ts';
import { decimal } from '../format.ts';
import { html, type Markup } from '../html.ts';
import { theorySlope } from '../rule/depth.ts';
import { type Column, table } from '../table.ts';
import { armName } from './arms.ts';

function slopeFigure({ arms }: SignalResult, { say, label, colorOf }: Context): Markup {
  const lines = arms.map((arm) => ({
    label: label(arm.id),
    ...(arm.slope !== null && { longLabel: say('report.signal.slopeLabel', { arm: label(arm.id), slope: decimal(arm.slope, 2) }) }),
    color: colorOf(arm.id),
    points: arm.depths.map(({ depth, lastFfnGradNorm }) => ({ depth, ...lastFfnGradNorm })),
    theorySlope: theorySlope(arm),
  }));
  const render = (width: number): string =>
    depthSlope({
      document: reportDocument(),
      width,
      height: 360,
      title: say('report.signal.slopeTitle'),
      description: say('report.signal.slopeDescription'),
      lines,
      xLabel: say('report.signal.depth'),
      yLabel: say('report.signal.gradient'),
    });
  return figure(render, say('report.signal.slopeCaption'));
}

function slopeTable({ arms }: SignalResult, context: Context): Markup {
  const { say } = context;
  const columns: Column<SignalArm>[] = [
    { head: say('report.word.arm'), cell: ({ id }) => armName(id, context) },
    { head: say('report.arms.equation'), cell: ({ equation }) => html`<span class="equation">${equation}</span>` },
    { head: say('report.signal.slope'), cell: ({ slope }) => decimal(slope), number: true },
    { head: say('report.signal.theorySlope'), cell: (arm) => decimal(theorySlope(arm)), number: true },
  ];
  return table(arms, columns, { label: say('report.signal.slopes'), caption: say('report.signal.tableCaption'), narrow: 'cards' });
}

export function slopesBody(result: SignalResult, context: Context): Markup {
  return html`${slopeTable(result, context)}${slopeFigure(result, context)}`;
}
