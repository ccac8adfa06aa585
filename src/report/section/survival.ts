/** Survival over steps: the staircases, and who was lost when. */
import { survivalCurve } from '../../chart/survival-curve.ts';
import { judges } from '../../study/judges.ts';
import { told } from '../../study/robustness.ts';
import type { ArmResult, RunRecord, StudyResult } from '../../study/types.ts';
import { type Context, withinGroup } from '../context.ts';
import { cut, type Group, groupsOf, limits } from '../data/groups.ts';
import { reportDocument } from '../document.ts';
import { fieldsText } from '../field-text.ts';
import { figure } from '../figure.ts';
import { interval, list, missing, paragraph, percent } from '../format.ts';
import { html, type Markup } from '../html.ts';
import { type Column, table } from '../table.ts';
import { armName } from './arms.ts';

type Pick = (arm: ArmResult) => readonly RunRecord[];

const lost = (runs: readonly RunRecord[]): RunRecord[] => runs.filter(({ status }) => status === 'diverged');

function groupFigure({ varied, arms }: Group, runsOf: Pick, context: Context): Markup {
  const { say, label, colorOf, language } = context;
  const { shown, more } = cut(arms, limits.curves);
  const runs = arms.flatMap(runsOf);
  const values = { divergedCount: lost(runs).length, totalCount: told(runs).length };
  const name = fieldsText(varied, context);
  const render = (width: number): string =>
    survivalCurve({
      document: reportDocument(),
      width,
      title: [say('report.survival.title'), name].filter((text) => text !== '').join(': '),
      description: say('report.survival.description', values),
      lines: shown.map(({ id, survivalCurve: points }) => ({ label: label(id), color: colorOf(id), points })),
      xLabel: say('report.losses.x'),
      yLabel: say('report.survival.y'),
    });
  const caption = paragraph([say('report.survival.caption'), more > 0 && say('report.word.moreFigures', { count: more })], language);
  return html`${name !== '' && html`<h3>${name}</h3>`}${figure(render, caption)}`;
}

/** At most so many steps are named. */
const namedSteps = 8;

function lostSteps(runs: readonly RunRecord[], language: Context['language']): string {
  const steps = lost(runs)
    .map((run) => run.steps)
    .sort((a, b) => a - b);
  if (steps.length === 0) return missing;
  const named = steps.slice(0, namedSteps).map(String);
  return list(steps.length > namedSteps ? [...named, '…'] : named, language);
}

function survivalTable(arms: readonly ArmResult[], runsOf: Pick, context: Context): Markup {
  const { say, language } = context;
  const columns: Column<ArmResult>[] = [
    { head: say('report.word.arm'), cell: ({ id }) => armName(id, context) },
    {
      head: say('report.survival.diverged'),
      cell: (arm) => say('report.map.divergedCell', { k: lost(runsOf(arm)).length, n: told(runsOf(arm)).length }),
      number: true,
    },
    {
      head: say('report.survival.end'),
      cell: ({ survival: { rate, low, high } }) =>
        html`<span>${percent(rate)}<span class="cell-note">${interval(low, high, percent)}</span></span>`,
      number: true,
    },
    { head: say('report.survival.steps'), cell: (arm) => lostSteps(runsOf(arm), language) },
  ];
  return table(arms, columns, { label: say('report.section.survival'), caption: say('report.survival.tableCaption'), narrow: 'cards' });
}

export function survivalBody(result: StudyResult, context: Context): Markup {
  const { say } = context;
  const runsOf: Pick = ({ runs }) => (judges(result) ? runs.filter(({ stage }) => stage === 'judge') : runs);
  const all = result.arms.flatMap(runsOf);
  if (lost(all).length === 0) return html`<p>${say('report.survival.quiet', { totalCount: told(all).length })}</p>`;
  const { shown, more } = cut(
    groupsOf(result).filter(({ arms }) => lost(arms.flatMap(runsOf)).length > 0),
    limits.figures,
  );
  const note = more > 0 && html`<p class="caption">${say('report.word.moreFigures', { count: more })}</p>`;
  return html`${shown.map((group) => groupFigure(group, runsOf, withinGroup(context)))}${note}${survivalTable(result.arms, runsOf, context)}`;
}
