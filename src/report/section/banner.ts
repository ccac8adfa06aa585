/** Warnings that must be read before any number: an interrupted study, and means that leave runs out. */
import { caveats } from '../../study/caveats.ts';
import type { ArmResult, RunRecord, StudyResult } from '../../study/types.ts';
import type { Context } from '../context.ts';
import { cut, limits } from '../data/groups.ts';
import { type Judged, judged } from '../data/judged.ts';
import { list } from '../format.ts';
import { html, type Markup } from '../html.ts';

/** "2 diverged (loss is NaN at step 31; loss is NaN at step 40)" */
function lost(runs: readonly RunRecord[], what: string, { say }: Context): string[] {
  if (runs.length === 0) return [];
  const why = [...new Set(runs.flatMap(({ reason }) => (reason ? [reason] : [])))].join('; ');
  return [why === '' ? what : say('report.banner.because', { what, why })];
}

function reasons(ends: Judged, context: Context): string {
  const { say, language } = context;
  const words = [
    ...lost(ends.diverged, say('report.banner.diverged', { count: ends.diverged.length }), context),
    ...lost(ends.failed, say('report.banner.failed', { count: ends.failed.length }), context),
    ...lost(ends.interrupted, say('report.banner.interrupted', { count: ends.interrupted.length }), context),
    ...(ends.missing > 0 ? [say('report.banner.missing', { count: ends.missing })] : []),
  ];
  return list(words, language);
}

function line(arm: ArmResult, ends: Judged, context: Context): string {
  const values = { arm: context.label(arm.id), totalCount: ends.planned, reasons: reasons(ends, context) };
  if (ends.finished === 0) return context.say('report.banner.empty', values);
  return context.say('report.banner.line', { ...values, keptCount: ends.finished });
}

export function leftOutBanner({ arms, grid }: StudyResult, context: Context): Markup {
  const lines = arms.map((arm) => ({ arm, ends: judged(arm, grid) })).filter(({ ends }) => ends.leftOut > 0);
  if (lines.length === 0) return html``;
  const { shown, more } = cut(lines, limits.bannerRows);
  const rest = more > 0 && html`<li>${context.say('report.banner.more', { count: more })}</li>`;
  return html`<div class="alarm" role="note"><strong>⚠ ${context.say('report.banner.title')}</strong>
<ul>${shown.map(({ arm, ends }) => html`<li>${line(arm, ends, context)}</li>`)}${rest}</ul>
<p class="note">${context.say('report.banner.note')}</p></div>`;
}

export function interruptedBanner({ interrupted }: StudyResult, { say }: Context): Markup {
  return interrupted ? html`<div class="alarm loud" role="note">⚠ ${say('report.verdict.interrupted')}</div>` : html``;
}

/** What changes how the verdict is read. */
export function caveatsBanner(result: StudyResult, { language, label }: Context): Markup {
  const lines = caveats(result, language, label);
  return lines.length > 0
    ? html`<div class="alarm caveats" role="note"><ul>${lines.map((line) => html`<li>⚠ ${line}</li>`)}</ul></div>`
    : html``;
}
