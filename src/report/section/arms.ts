/** Who was compared: numbers in a table, then each arm's equation and drawing. */
import { armColor } from '../../chart/theme.ts';
import { judges } from '../../study/judges.ts';
import { told } from '../../study/robustness.ts';
import type { ArmDescription, ArmResult, StudyResult } from '../../study/types.ts';
import type { Context } from '../context.ts';
import { cut, limits } from '../data/groups.ts';
import { judged } from '../data/judged.ts';
import { safeDiagram } from '../diagram.ts';
import { brief, count, decimal, interval, missing, paragraph, percent } from '../format.ts';
import { html, type Markup } from '../html.ts';
import { type Column, table } from '../table.ts';

const colorVariable = (id: string, { colorOf }: Context): string => armColor(colorOf(id));

export function armName(id: string, context: Context): Markup {
  return html`<span class="name"><span class="swatch" style="background:${colorVariable(id, context)}"></span><span>${context.label(id)}</span></span>`;
}

function lossCell(arm: ArmResult, { grid }: StudyResult, { say }: Context): Markup {
  const { mean, low, high, n } = arm.evalLoss;
  const ends = judged(arm, grid);
  const flag =
    ends.leftOut > 0 &&
    html`<span class="cell-note flag">⚠ ${say('report.arms.leftOut', { left: ends.leftOut, total: ends.planned })}</span>`;
  const text = mean === null ? missing : say('report.arms.lossCell', { loss: decimal(mean), n });
  return html`<span>${text}<span class="cell-note">${interval(low, high)}</span>${flag}</span>`;
}

function survivalCell(arm: ArmResult, result: StudyResult, { say }: Context): Markup {
  const ended = told(judges(result) ? arm.runs.filter(({ stage }) => stage === 'judge') : arm.runs);
  const finished = ended.filter(({ status }) => status === 'finished').length;
  const { low, high } = arm.survival;
  return html`<span>${say('report.arms.survivalCell', { k: finished, n: ended.length })}<span class="cell-note">${interval(low, high, percent)}</span></span>`;
}

function armsTable(result: StudyResult, context: Context): Markup {
  const { say, language } = context;
  const none = say('report.arms.noChoice');
  const judging: Column<ArmResult>[] = [
    { head: say('report.arms.lr'), cell: ({ lr }) => (lr === null ? none : brief(lr)), number: true },
    { head: say('report.arms.warmup'), cell: ({ warmup }) => (warmup === null ? none : count(warmup, language)), number: true },
    { head: say('report.arms.loss'), cell: (arm) => lossCell(arm, result, context), number: true },
  ];
  const columns: Column<ArmResult>[] = [
    { head: say('report.word.arm'), cell: ({ id }) => armName(id, context) },
    { head: say('report.arms.equation'), cell: ({ equation }) => html`<span class="equation">${equation}</span>` },
    ...(judges(result) ? judging : []),
    { head: say('report.arms.survival'), cell: (arm) => survivalCell(arm, result, context), number: true },
    { head: say('report.arms.parameters'), cell: ({ parameters }) => count(parameters, language), number: true },
  ];
  const caption = say(judges(result) ? 'report.arms.caption' : 'report.arms.captionMap');
  return table(result.arms, columns, { label: say('report.section.arms'), caption, narrow: 'cards' });
}

interface Drawn extends Pick<ArmDescription, 'id' | 'equation' | 'diagram'> {
  readonly warnings?: readonly string[];
  /** Of the arm it was made of, where several share a drawing. */
  readonly name?: string;
  readonly base?: string;
}

function card(arm: Drawn, context: Context): Markup {
  const name = arm.name ?? context.label(arm.id);
  const warnings = arm.warnings?.length
    ? html`<ul class="warnings">${arm.warnings.map((warning) => html`<li>${warning}</li>`)}</ul>`
    : null;
  return html`<div class="arm" style="border-color:${colorVariable(arm.id, context)}"><h3>${name}</h3>
<p class="note"><code>${arm.base ?? arm.id}</code></p><p class="equation">${arm.equation}</p>
<div role="img" aria-label="${context.say('report.arms.diagram', { arm: name })}">${safeDiagram(arm.diagram)}</div>${warnings}</div>`;
}

export function armCards(arms: readonly Drawn[], context: Context): Markup {
  return html`<div class="arms">${arms.map((arm) => card(arm, context))}</div>`;
}

/** One card for all arms that were made of one arm and look alike. */
function distinct(arms: readonly ArmResult[]): ArmResult[] {
  const seen = new Map(arms.map((arm) => [JSON.stringify([arm.base, arm.equation, arm.diagram]), arm] as const).reverse());
  return arms.filter((arm) => [...seen.values()].includes(arm));
}

export function armsBody(result: StudyResult, context: Context): Markup {
  const { say } = context;
  const drawn = distinct(result.arms);
  const { shown, more } = cut(drawn, limits.cards);
  const notes = [
    drawn.length < result.arms.length && say('report.arms.captionVaried'),
    more > 0 && say('report.word.moreFigures', { count: more }),
  ];
  const note = paragraph(notes, context.language);
  return html`${armsTable(result, context)}${armCards(
    shown.map((arm) => ({ ...arm, name: context.baseLabel(arm.id) })),
    context,
  )}${note !== '' && html`<p class="caption">${note}</p>`}`;
}
