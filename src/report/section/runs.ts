/** Every run that was tried, the lost ones too. */
import type { MessageKey } from '../../core/message/index.ts';
import type { RunRecord, Stage, StudyResult } from '../../study/types.ts';
import type { Context } from '../context.ts';
import { cut, limits } from '../data/groups.ts';
import { fieldsText } from '../field-text.ts';
import { brief, count, decimal, duration } from '../format.ts';
import { html, type Markup } from '../html.ts';
import { type Column, table } from '../table.ts';
import { armName } from './arms.ts';

const stageWords: Readonly<Record<Stage, MessageKey>> = { select: 'report.stage.select', judge: 'report.stage.judge' };

function statusCell({ status, reason }: RunRecord, { say }: Context): Markup {
  const word = say(`state.${status}`);
  const why = reason && html`<span class="cell-note">${reason}</span>`;
  return status === 'finished' ? html`${word}` : html`<span><span class="flag">✕ ${word}</span>${why}</span>`;
}

export function runsBody({ arms }: StudyResult, context: Context): Markup {
  const { say, language } = context;
  const runs = arms.flatMap((arm) => arm.runs);
  const tried = runs.some(({ fields }) => Object.keys(fields).length > 0);
  const columns: Column<RunRecord>[] = [
    { head: say('report.word.arm'), cell: ({ arm }) => armName(arm, context) },
    { head: say('report.runs.stage'), cell: ({ stage }) => say(stageWords[stage]) },
    { head: say('report.runs.seed'), cell: ({ seed }) => seed, number: true },
    { head: say('report.arms.lr'), cell: ({ lr }) => brief(lr), number: true },
    { head: say('report.arms.warmup'), cell: ({ warmup }) => warmup, number: true },
    ...(tried ? [{ head: say('report.runs.fields'), cell: ({ fields }: RunRecord) => fieldsText(fields, context) }] : []),
    { head: say('report.runs.status'), cell: (run) => statusCell(run, context) },
    { head: say('report.arms.loss'), cell: ({ evalLoss }) => decimal(evalLoss), number: true },
    { head: say('report.runs.steps'), cell: ({ steps }) => count(steps, language), number: true },
    { head: say('report.runs.seconds'), cell: ({ seconds }) => duration(seconds, language), number: true },
    { head: say('report.runs.id'), cell: ({ id }) => html`<code>${id}</code>` },
  ];
  const { shown, more } = cut(runs, limits.runRows);
  const note = more > 0 && html`<p class="caption">${say('report.word.moreRows', { count: more })}</p>`;
  return html`<details><summary>${say('report.runs.summary', { count: runs.length })}</summary>
${table(shown, columns, { label: say('report.section.runs'), narrow: 'scroll' })}${note}</details>`;
}
