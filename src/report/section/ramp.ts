/** What learning rate each arm tolerates, where it rose until runs broke. */
import type { ArmResult, RampReading, StudyResult } from '../../study/types.ts';
import type { Context } from '../context.ts';
import { cut, limits } from '../data/groups.ts';
import { fieldsText } from '../field-text.ts';
import { brief, missing } from '../format.ts';
import { html, type Markup } from '../html.ts';
import { type Column, table } from '../table.ts';
import { armName } from './arms.ts';

interface Row {
  readonly arm: ArmResult;
  readonly ramp: RampReading;
}

const rowsOf = ({ arms }: StudyResult): Row[] => arms.flatMap((arm) => (arm.ramps ?? []).map((ramp) => ({ arm, ramp })));

/** How far it rose, and how many runs that broke. */
export function rampLead(result: StudyResult, { say }: Context): Markup {
  const ramps = rowsOf(result).map(({ ramp }) => ramp);
  const total = ramps.reduce((sum, { runs }) => sum + runs.length, 0);
  const broken = total - ramps.reduce((sum, { unbroken, unlearned }) => sum + unbroken + unlearned, 0);
  const values = { to: brief(result.grid.lr[0] as number), steps: (result.grid.warmup[0] as number) + 1 };
  return html`<p class="lead">${say('ramp.lead', { ...values, brokenCount: broken, totalCount: total })}</p>`;
}

/** The median; where half of the runs or more never broke, it is more. */
const medianText = ({ median, unbroken, unlearned, runs }: RampReading, { say }: Context): string =>
  2 * unbroken >= runs.length - unlearned && median !== null ? say('ramp.atLeast', { rate: brief(median) }) : brief(median);

export function rampBody(result: StudyResult, context: Context): Markup {
  const { say } = context;
  const { shown, more } = cut(rowsOf(result), limits.mapRows);
  if (shown.length === 0) return html`<p>${say('ramp.none')}</p>`;
  const columns: Column<Row>[] = [
    { head: say('report.word.arm'), cell: ({ arm }) => armName(arm.id, context) },
    ...(shown.some(({ ramp }) => Object.keys(ramp.fields).length > 0)
      ? [{ head: say('ramp.setting'), cell: ({ ramp }: Row) => fieldsText(ramp.fields, context) }]
      : []),
    { head: say('ramp.median'), cell: ({ ramp }) => medianText(ramp, context), number: true },
    {
      head: say('ramp.range'),
      cell: ({ ramp }) => (ramp.least === null ? missing : `${brief(ramp.least)} – ${brief(ramp.most)}`),
      number: true,
    },
    { head: say('ramp.unbroken'), cell: ({ ramp }) => say('ramp.of', { k: ramp.unbroken, n: ramp.runs.length }), number: true },
    { head: say('ramp.unlearned'), cell: ({ ramp }) => say('ramp.of', { k: ramp.unlearned, n: ramp.runs.length }), number: true },
  ];
  const note = more > 0 && html`<p class="caption">${say('report.word.moreRows', { count: more })}</p>`;
  return html`${table(shown, columns, { label: say('ramp.section'), caption: say('ramp.caption'), narrow: 'cards' })}${note}`;
}
