/** Loss against learning rate for every arm and warm-up: whether each had a fair chance, and how much it forgives. */
import { type LrLine, lrCurve } from '../../chart/lr-curve.ts';
import type { ArmResult, RateSweep, StudyResult } from '../../study/types.ts';
import { type Context, withinGroup } from '../context.ts';
import { cut, type Group, groupsOf, limits } from '../data/groups.ts';
import { type Cell, selectionCells } from '../data/selection.ts';
import { reportDocument } from '../document.ts';
import { fieldsText, settingText } from '../field-text.ts';
import { figure } from '../figure.ts';
import { paragraph } from '../format.ts';
import { html, type Markup } from '../html.ts';
import { type Column, table } from '../table.ts';
import { armName } from './arms.ts';
import { sensitivityText, toleratedCell } from './robust.ts';

type Held = Pick<Cell, 'warmup' | 'fields'>;

const keyOf = ({ warmup, fields }: Held): string => JSON.stringify([warmup, fields]);

/** What a line holds still, in order: the longest warm-up, the most careful choice, is drawn solid. */
function heldOf(arms: readonly ArmResult[]): Held[] {
  const all = new Map(arms.flatMap((arm) => selectionCells(arm).map((cell) => [keyOf(cell), cell] as const)));
  return [...all.values()].sort((a, b) => b.warmup - a.warmup);
}

function linesOf(arms: readonly ArmResult[], held: readonly Held[], { label, colorOf }: Context): LrLine[] {
  return arms.flatMap((arm) => {
    const cells = selectionCells(arm);
    return held.flatMap((one, dash) => {
      const points = cells
        .filter((cell) => keyOf(cell) === keyOf(one))
        .map(({ lr, loss, leftOut, chosen }) => ({ lr, loss, diverged: leftOut, chosen }));
      return points.length > 0 ? [{ label: label(arm.id), color: colorOf(arm.id), dash, points }] : [];
    });
  });
}

function groupFigure({ varied, arms }: Group, selectSeeds: number, context: Context): Markup {
  const { say, language } = context;
  const held = heldOf(arms);
  const { shown, more } = cut(linesOf(arms, held, context), limits.curves);
  const name = fieldsText(varied, context);
  const render = (width: number): string =>
    lrCurve({
      document: reportDocument(),
      width,
      height: 320,
      title: [say('report.selection.title'), name].filter((text) => text !== '').join(': '),
      description: say('report.selection.description'),
      lines: shown,
      dashLabels: held.map((one) => settingText(one, context)),
      xLabel: say('report.selection.x'),
      yLabel: say('report.selection.y'),
      words: { diverged: say('report.selection.diverged'), chosen: say('report.selection.chosen') },
    });
  const caption = paragraph(
    [say('report.selection.caption', { seedCount: selectSeeds }), more > 0 && say('report.word.moreFigures', { count: more })],
    language,
  );
  return html`${name !== '' && html`<h3>${name}</h3>`}${figure(render, caption)}`;
}

interface Row {
  readonly arm: ArmResult;
  readonly sweep: RateSweep;
}

function sensitivityTable(arms: readonly ArmResult[], context: Context): Markup | null {
  const { say } = context;
  const rows = arms.flatMap((arm) => arm.sweeps.filter(({ rates }) => rates.length > 1).map((sweep) => ({ arm, sweep })));
  if (rows.length === 0) return null;
  const { shown, more } = cut(rows, limits.pairRows);
  const name = ({ sweep }: Row): string =>
    sweep.chosen
      ? say('explain.bracketed', { name: settingText(sweep, context), more: say('report.selection.judged') })
      : settingText(sweep, context);
  const columns: Column<Row>[] = [
    { head: say('report.word.arm'), cell: ({ arm }) => armName(arm.id, context) },
    { head: say('report.selection.setting'), cell: name },
    { head: say('report.selection.excess'), cell: ({ sweep }) => sensitivityText(sweep, context), number: true },
    { head: say('report.robust.tolerated'), cell: ({ sweep }) => toleratedCell(sweep, context), number: true },
  ];
  const note = more > 0 && html`<p class="caption">${say('report.word.moreRows', { count: more })}</p>`;
  return html`${table(shown, columns, { label: say('report.robust.sensitivity'), caption: say('report.selection.tableCaption'), narrow: 'cards' })}${note}`;
}

export function selectionBody(result: StudyResult, context: Context): Markup {
  const { say } = context;
  const groups = groupsOf(result).filter(({ arms }) => heldOf(arms).length > 0);
  if (groups.length === 0) return html`<p>${say('report.selection.none')}</p>`;
  const { shown, more } = cut(groups, limits.figures);
  const note = more > 0 && html`<p class="caption">${say('report.word.moreFigures', { count: more })}</p>`;
  const figures = shown.map((group) => groupFigure(group, result.grid.selectSeeds.length, withinGroup(context)));
  return html`${figures}${note}${sensitivityTable(result.arms, context)}`;
}
