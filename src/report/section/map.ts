/** The stability map: where training holds, as small multiples, with the numbers behind a fold. */
import { legendFigure } from '../../chart/legend.ts';
import { type MapPanel, stabilityLegend, stabilityMap } from '../../chart/stability-map.ts';
import type { RatePoint, StudyResult } from '../../study/types.ts';
import type { Context } from '../context.ts';
import { cut, limits } from '../data/groups.ts';
import { mapCell, type Panel, type Row, rowField, rowValue, stabilityPanels } from '../data/map.ts';
import { reportDocument } from '../document.ts';
import { fieldsText, settingText } from '../field-text.ts';
import { multiples } from '../figure.ts';
import { brief, comma, decimal, paragraph } from '../format.ts';
import { html, type Markup } from '../html.ts';
import { withKept } from '../kept.ts';
import { type Column, table } from '../table.ts';
import { armName } from './arms.ts';
import { toleratedCell } from './robust.ts';

/** "Pre-Norm, warm-up 20 steps" */
function heading({ rows, fields, warmup }: Panel, path: string | null, context: Context): string {
  const { arm } = rows[0] as Row;
  const name = path === null ? context.label(arm.id) : context.baseLabel(arm.id);
  const more = warmup === null ? fieldsText(fields, context) : settingText({ warmup, fields }, context);
  return more === '' ? name : [name, more].join(comma(context.language));
}

function chartPanel(panel: Panel, path: string | null, context: Context): MapPanel {
  return {
    heading: heading(panel, path, context),
    color: context.colorOf((panel.rows[0] as Row).arm.id),
    rows: panel.rows.map((row) => ({ label: String(rowValue(row, path)), cells: row.sweep.rates.map(mapCell) })),
  };
}

interface Entry extends Row {
  readonly rate: RatePoint;
}

function mapTable(entries: readonly Entry[], { say, ...rest }: Context): Markup {
  const context = { say, ...rest };
  const { shown, more } = cut(entries, limits.mapRows);
  const columns: Column<Entry>[] = [
    { head: say('report.word.arm'), cell: ({ arm }) => armName(arm.id, context) },
    { head: say('report.selection.setting'), cell: ({ sweep }) => settingText(sweep, context) },
    { head: say('report.arms.lr'), cell: ({ rate }) => brief(rate.lr), number: true },
    {
      head: say('report.map.diverged'),
      cell: ({ rate }) => say('report.map.divergedCell', { k: rate.diverged, n: rate.told }),
      number: true,
    },
    { head: say('report.arms.loss'), cell: ({ rate }) => withKept(decimal(rate.loss.mean), rate.loss, context), number: true },
  ];
  const note = more > 0 && html`<p class="caption">${say('report.word.moreRows', { count: more })}</p>`;
  return html`<details><summary>${say('report.map.table', { count: entries.length })}</summary>
${table(shown, columns, { label: say('report.section.map'), narrow: 'scroll' })}${note}</details>`;
}

function toleratedTable(rows: readonly Row[], context: Context): Markup {
  const { say } = context;
  const { shown, more } = cut(rows, limits.pairRows);
  const columns: Column<Row>[] = [
    { head: say('report.word.arm'), cell: ({ arm }) => armName(arm.id, context) },
    { head: say('report.selection.setting'), cell: ({ sweep }) => settingText(sweep, context) },
    { head: say('report.robust.tolerated'), cell: ({ sweep }) => toleratedCell(sweep, context), number: true },
  ];
  const note = more > 0 && html`<p class="caption">${say('report.word.moreRows', { count: more })}</p>`;
  return html`${table(shown, columns, { label: say('report.robust.tolerated'), narrow: 'cards' })}${note}`;
}

function mapFigure(panels: readonly Panel[], path: string | null, context: Context): Markup {
  const { say, language } = context;
  const { shown, more } = cut(panels, limits.panels);
  const drawn = shown.map((panel) => chartPanel(panel, path, context));
  const cells = drawn.flatMap(({ rows }) => rows.flatMap((row) => row.cells));
  const field = rowField(path) ?? say('report.map.warmup');
  const all = cells.filter(({ diverged, told }) => diverged > 0 && diverged === told).length;
  const some = cells.filter(({ diverged }) => diverged > 0).length - all;
  const survived = cells.filter(({ diverged, told, planned }) => diverged === 0 && told === planned).length;
  const words = {
    document: reportDocument(),
    title: say('report.map.title', { field }),
    description: say('report.map.description', { field, survivedCount: survived, someCount: some, allCount: all }),
  };
  const svgs = stabilityMap({ ...words, width: 410, panels: drawn, xLabel: say('report.map.x'), rowLabel: field });
  const items = stabilityLegend(drawn, {
    loss: (loss) => say('report.map.loss', { loss: decimal(loss, 2) }),
    some: say('report.map.some'),
    all: say('report.map.all'),
    missing: say('report.map.missing'),
  });
  const caption = paragraph([say('report.map.caption'), more > 0 && say('report.word.moreFigures', { count: more })], language);
  return multiples(words.title, (width) => legendFigure(items, { ...words, width }), svgs, caption, 'large');
}

export function mapBody(result: StudyResult, context: Context): Markup {
  const { path, panels } = stabilityPanels(result.arms);
  if (panels.length === 0) return html`<p>${context.say('report.map.none')}</p>`;
  const rows = panels.flatMap((panel) => panel.rows);
  const entries = rows.flatMap((row) => row.sweep.rates.map((rate) => ({ ...row, rate })));
  return html`${mapFigure(panels, path, context)}${toleratedTable(rows, context)}${mapTable(entries, context)}`;
}
