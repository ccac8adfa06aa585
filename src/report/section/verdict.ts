/** The answer first: one sentence, what stands against trusting it, the pairs. */
import { type ForestRow, forest } from '../../chart/forest.ts';
import { armColor, surface } from '../../chart/theme.ts';
import type { MessageKey } from '../../core/message/index.ts';
import type { PairResult, StudyResult, Verdict } from '../../study/types.ts';
import type { Context } from '../context.ts';
import { outcome, winner } from '../data/verdict.ts';
import { reportDocument } from '../document.ts';
import { figure } from '../figure.ts';
import { decimal, interval, list, missing, pValue, signed } from '../format.ts';
import { html, type Markup } from '../html.ts';
import { type Column, table } from '../table.ts';

const verdictWords: Readonly<Record<Verdict, MessageKey>> = {
  better: 'report.word.better',
  worse: 'report.word.worse',
  'no difference shown': 'report.word.none',
};

const simple = {
  single: 'report.verdict.single',
  unknown: 'report.verdict.unknown',
} as const;

export function verdictSentence(result: StudyResult, { say, label, language }: Context): string {
  const names = (ids: readonly string[]): string => list(ids.map(label), language);
  const found = outcome(result);
  switch (found.kind) {
    case 'best':
      return say('report.verdict.best', { arm: label(found.arm), others: names(found.others) });
    case 'leads':
      return say('report.verdict.leads', { arm: label(found.arm), others: names(found.others), level: names(found.level) });
    case 'tied':
      return say('report.verdict.tied', { leaders: names(found.leaders), beaten: names(found.beaten) });
    case 'group':
      return say('report.verdict.group', { leaders: names(found.leaders), beaten: names(found.beaten) });
    case 'none':
      return say('report.verdict.none', { arms: names(result.arms.map(({ id }) => id)) });
    default:
      return say(simple[found.kind]);
  }
}

const pairName = (pair: PairResult, { say, label }: Context): string => say('report.pair.label', { a: label(pair.a), b: label(pair.b) });

function verdictCell(pair: PairResult, { say, colorOf }: Context): Markup {
  const best = winner(pair);
  const color = best === null ? surface('muted') : armColor(colorOf(best));
  return html`<span class="whole" style="color:${color}">${say(verdictWords[pair.verdict])}</span>`;
}

function pairTable({ pairs }: StudyResult, context: Context): Markup {
  const { say } = context;
  const columns: Column<PairResult>[] = [
    { head: say('report.pair.pair'), cell: (pair) => pairName(pair, context) },
    { head: say('report.pair.difference'), cell: ({ difference }) => signed(difference), number: true },
    { head: say('report.pair.interval'), cell: ({ low, high }) => interval(low, high, signed), number: true },
    { head: say('report.pair.p'), cell: (pair) => pValue(pair.pValue), number: true },
    { head: say('report.pair.verdict'), cell: (pair) => verdictCell(pair, context) },
    { head: say('report.pair.seeds'), cell: ({ n }) => n, number: true },
    {
      head: say('report.pair.more'),
      cell: ({ moreSeeds }) => (moreSeeds === null ? missing : say('report.pair.moreSeeds', { seeds: moreSeeds })),
      number: true,
    },
  ];
  return table(pairs, columns, { label: say('report.section.verdict'), caption: say('report.pair.caption'), narrow: 'cards' });
}

function forestRow(pair: PairResult, context: Context): ForestRow {
  const { say, label, colorOf } = context;
  const best = winner(pair);
  const shown = best === null ? say('report.word.none') : say('report.forest.favours', { arm: label(best) });
  return {
    pair: [label(pair.a), label(pair.b)],
    difference: pair.difference,
    low: pair.low,
    high: pair.high,
    color: best === null ? null : colorOf(best),
    note: pair.difference === null ? say('report.forest.unmeasured') : shown,
  };
}

function forestFigure({ pairs, grid }: StudyResult, context: Context): Markup {
  const { say } = context;
  const rows = pairs.map((pair) => forestRow(pair, context));
  const read = rows.map(({ pair, difference, note }) => `${pair.join(' − ')}: ${decimal(difference)} (${note})`).join('; ');
  const render = (width: number): string =>
    forest({
      document: reportDocument(),
      width,
      title: say('report.forest.title'),
      description: `${say('report.forest.description')} ${read}`,
      rows,
      xLabel: say('report.forest.x'),
      sides: { left: say('report.forest.left'), right: say('report.forest.right') },
    });
  const seedCount = Math.max(0, ...pairs.map(({ n }) => n)) || grid.judgeSeeds.length;
  return figure(render, say('report.forest.caption', { seedCount }));
}

export function verdictBody(result: StudyResult, context: Context): Markup {
  if (result.pairs.length === 0) return html`<p>${verdictSentence(result, context)}</p>`;
  return html`${pairTable(result, context)}${forestFigure(result, context)}`;
}
