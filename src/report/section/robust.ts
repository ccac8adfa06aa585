/** How robust each arm is: ranks, the middle half, the spread over seeds, and what it tolerates. */
import type { ArmResult, RateSweep, StudyResult, WarmupReading } from '../../study/types.ts';
import type { Context } from '../context.ts';
import { groupsOf } from '../data/groups.ts';
import { judged } from '../data/judged.ts';
import { fieldsText } from '../field-text.ts';
import { brief, decimal, interval, list, missing, pValue } from '../format.ts';
import { html, type Markup } from '../html.ts';
import { withKept } from '../kept.ts';
import { type Column, table } from '../table.ts';
import { armName } from './arms.ts';

/** The sweep that stands for an arm: over the most learning rates, then the one it was judged with, then the last. */
export function mainSweep({ sweeps }: ArmResult): RateSweep | undefined {
  return [...sweeps].sort((a, b) => a.rates.length - b.rates.length || Number(a.chosen) - Number(b.chosen)).at(-1);
}

const noted = (text: string, note: string): Markup => html`<span>${text}<span class="cell-note">${note}</span></span>`;

function middleCell({ interquartile }: ArmResult, planned: number, context: Context): Markup | string {
  if (interquartile === null) return missing;
  const { estimate, low, high, n } = interquartile;
  return noted(withKept(decimal(estimate), { n, leftOut: planned - n }, context), interval(low, high));
}

function noiseCell({ noise }: ArmResult, planned: number, context: Context): Markup | string {
  if (noise === null) return missing;
  const { sd, low, high, n } = noise;
  return noted(
    withKept(decimal(sd, 4), { n, leftOut: planned - n }, context),
    interval(low, high, (value) => decimal(value, 4)),
  );
}

export function sensitivityText({ sensitivity }: RateSweep, context: Context): string {
  return sensitivity.mean === null ? missing : withKept(decimal(sensitivity.mean), sensitivity, context);
}

export function toleratedCell({ tolerated, lost }: RateSweep, { say }: Context): Markup {
  const note = lost === null ? say('report.robust.neverLost') : say('report.robust.lostAt', { lr: brief(lost) });
  return noted(tolerated === null ? say('report.robust.noRate') : brief(tolerated), note);
}

function warmupText({ lr, tried, shortest, lapses }: WarmupReading, { say, language }: Context): string {
  const steps = (values: readonly number[]): string => list(values.map(String), language);
  if (shortest === null) return say('report.robust.warmupNone', { lr: brief(lr), steps: steps(tried) });
  if (lapses.length > 0) return say('report.robust.warmupLapse', { lr: brief(lr), steps: shortest, lapses: steps(lapses) });
  return say('report.robust.warmupAt', { lr: brief(lr), steps: shortest });
}

/** Only the rates at which warm-up matters; of further fields those that the arm was judged with. */
function warmupCell(arm: ArmResult, context: Context): Markup | string {
  const fields = JSON.stringify(arm.lr === null ? (mainSweep(arm)?.fields ?? {}) : arm.fields);
  const readings = arm.warmups.filter((one) => JSON.stringify(one.fields) === fields).sort((a, b) => a.lr - b.lr);
  const [first] = readings;
  if (!first) return missing;
  const matter = readings.filter(({ shortest, tried, lapses }) => shortest !== tried[0] || lapses.length > 0);
  if (matter.length === 0) return context.say('report.robust.warmupFree', { steps: first.tried[0] ?? 0 });
  return html`${matter.map((one) => html`<span class="cell-line">${warmupText(one, context)}</span>`)}`;
}

export function robustBody(result: StudyResult, context: Context): Markup {
  const { say } = context;
  const planned = (arm: ArmResult): number => judged(arm, result.grid).planned;
  const sweepCell = (arm: ArmResult, write: (sweep: RateSweep) => Markup | string): Markup | string => {
    const sweep = mainSweep(arm);
    return sweep && sweep.rates.length > 1 ? write(sweep) : missing;
  };
  const columns: Column<ArmResult>[] = [
    { head: say('report.word.arm'), cell: ({ id }) => armName(id, context) },
    { head: say('report.robust.iqm'), cell: (arm) => middleCell(arm, planned(arm), context), number: true },
    { head: say('report.robust.rank'), cell: ({ meanRank }) => decimal(meanRank, 2), number: true },
    { head: say('report.robust.noise'), cell: (arm) => noiseCell(arm, planned(arm), context), number: true },
    { head: say('report.robust.sensitivity'), cell: (arm) => sweepCell(arm, (sweep) => sensitivityText(sweep, context)), number: true },
    { head: say('report.robust.tolerated'), cell: (arm) => sweepCell(arm, (sweep) => toleratedCell(sweep, context)), number: true },
    { head: say('report.robust.warmup'), cell: (arm) => warmupCell(arm, context) },
  ];
  const drawn = table(result.arms, columns, {
    label: say('report.section.robust'),
    caption: say('report.robust.caption'),
    narrow: 'cards',
  });
  return html`${drawn}${rankLines(result, context)}`;
}

function rankLines(result: StudyResult, context: Context): Markup {
  const groups = groupsOf(result).map((group, at) => ({ ...group, ...result.groups[at] }));
  const lines = groups.flatMap(({ varied, ranked = 0, rankP = null }) => {
    if (rankP === null) return [];
    const sentence = context.say('report.robust.rankLine', { p: pValue(rankP), seedCount: ranked });
    const name = fieldsText(varied, context);
    return [name === '' ? sentence : context.say('report.verdict.group.line', { group: name, sentence })];
  });
  return html`${lines.map((line) => html`<p class="caption">${line}</p>`)}`;
}
