/** Every setting, flat, as it stands in the spec. */
import { toJson } from '../../core/json.ts';
import type { StudyResult } from '../../study/types.ts';
import type { Context } from '../context.ts';
import { valueText } from '../field-text.ts';
import { type Content, html, type Markup } from '../html.ts';
import { table } from '../table.ts';

type Entry = readonly [name: Content, value: string];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const write = (value: unknown): string => (typeof value === 'object' ? toJson(value) : String(value));

/** { model: { depth: 6 } } becomes "model.depth" = 6. */
export function flatten(settings: Readonly<Record<string, unknown>>, prefix = ''): Entry[] {
  return Object.entries(settings).flatMap(([key, value]) => {
    const name = `${prefix}${key}`;
    return isRecord(value) && Object.keys(value).length > 0
      ? flatten(value, `${name}.`)
      : [[html`<code>${name}</code>`, write(value)] as const];
  });
}

export function settingsTable(entries: readonly Entry[], { say }: Context): Markup {
  const columns = [
    { head: say('report.settings.name'), cell: ([name]: Entry) => name },
    { head: say('report.settings.value'), cell: ([, value]: Entry) => html`<code>${value}</code>` },
  ];
  return html`<div class="plain">${table(entries, columns, { label: say('report.section.settings'), narrow: 'cards' })}</div>`;
}

/** "successive-halving, eta = 3" */
const protocolText = ({ id, ...options }: StudyResult['protocol']): string =>
  [id, ...Object.entries(options).map(([name, value]) => `${name} = ${valueText(value)}`)].join(', ');

export function settingsBody({ settings, grid, task, protocol }: StudyResult, context: Context): Markup {
  const { say } = context;
  const tried: Entry[] = [
    [say('report.settings.grid.lr'), grid.lr.join(', ')],
    [say('report.settings.grid.warmup'), grid.warmup.join(', ')],
    ...Object.entries(grid.fields).map(
      ([path, values]): Entry => [say('report.settings.grid.fields', { field: path }), values.map(valueText).join(', ')],
    ),
    [say('report.settings.protocol'), protocolText(protocol)],
    [say('report.settings.grid.select'), grid.selectSeeds.join(', ')],
    [say('report.settings.grid.judge'), grid.judgeSeeds.join(', ')],
  ];
  const notes = task.notes.length > 0 && html`<ul class="note">${task.notes.map((note) => html`<li>${note}</li>`)}</ul>`;
  return html`${settingsTable([...tried, ...flatten(settings)], context)}${notes}`;
}
