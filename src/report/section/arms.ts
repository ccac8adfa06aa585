/** Who was compared: numbers in a table, then each arm's equation and drawing. */
import { armColor } from '../../chart/theme.ts';
import type { ArmDescription, ArmResult, StudyResult } from '../../study/types.ts';
import type { Context } from '../context.ts';
import { judged } from '../data/judged.ts';
import { safeDiagram } from '../diagram.ts';
import { brief, count, decimal, interval, missing, percent } from '../format.ts';
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

function survivalCell(arm: ArmResult, { grid }: StudyResult, { say }: Context): Markup {
  const { finished, diverged } = judged(arm, grid);
  const { low, high } = arm.survival;
  const ended = finished + diverged.length;
  return html`<span>${say('report.arms.survivalCell', { k: finished, n: ended })}<span class="cell-note">${interval(low, high, percent)}</span></span>`;
}

function armsTable(result: StudyResult, context: Context): Markup {
  const { say, language } = context;
  const none = say('report.arms.noChoice');
  const columns: Column<ArmResult>[] = [
    { head: say('report.word.arm'), cell: ({ id }) => armName(id, context) },
    { head: say('report.arms.equation'), cell: ({ equation }) => html`<span class="equation">${equation}</span>` },
    { head: say('report.arms.lr'), cell: ({ lr }) => (lr === null ? none : brief(lr)), number: true },
    { head: say('report.arms.warmup'), cell: ({ warmup }) => (warmup === null ? none : count(warmup, language)), number: true },
    { head: say('report.arms.loss'), cell: (arm) => lossCell(arm, result, context), number: true },
    { head: say('report.arms.survival'), cell: (arm) => survivalCell(arm, result, context), number: true },
    { head: say('report.arms.parameters'), cell: ({ parameters }) => count(parameters, language), number: true },
  ];
  return table(result.arms, columns, { label: say('report.section.arms'), caption: say('report.arms.caption'), narrow: 'cards' });
}

type Drawn = Pick<ArmDescription, 'id' | 'equation' | 'diagram'> & { readonly warnings?: readonly string[] };

function card(arm: Drawn, context: Context): Markup {
  const warnings = arm.warnings?.length
    ? html`<ul class="warnings">${arm.warnings.map((warning) => html`<li>${warning}</li>`)}</ul>`
    : null;
  return html`<div class="arm" style="border-color:${colorVariable(arm.id, context)}"><h3>${context.label(arm.id)}</h3>
<p class="note"><code>${arm.id}</code></p><p class="equation">${arm.equation}</p>
<div role="img" aria-label="${context.say('report.arms.diagram', { arm: context.label(arm.id) })}">${safeDiagram(arm.diagram)}</div>${warnings}</div>`;
}

export function armCards(arms: readonly Drawn[], context: Context): Markup {
  return html`<div class="arms">${arms.map((arm) => card(arm, context))}</div>`;
}

export function armsBody(result: StudyResult, context: Context): Markup {
  return html`${armsTable(result, context)}${armCards(result.arms, context)}`;
}
