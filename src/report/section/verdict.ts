/** The answer first: one sentence, what stands against trusting it, the pairs. */
import { type ForestRow, forest } from '../../chart/forest.ts';
import { armColor, surface } from '../../chart/theme.ts';
import type { MessageKey } from '../../core/message/index.ts';
import { type PairResult, type StudyResult, seedsWorthNaming, type Verdict } from '../../study/types.ts';
import { type Context, withinGroup } from '../context.ts';
import { cut, type Group, groupsOf, limits } from '../data/groups.ts';
import { outcome, winner } from '../data/verdict.ts';
import { reportDocument } from '../document.ts';
import { fieldsText } from '../field-text.ts';
import { figure } from '../figure.ts';
import { comma, decimal, duration, interval, list, missing, paragraph, pValue, signed } from '../format.ts';
import { html, type Markup } from '../html.ts';
import { withKept } from '../kept.ts';
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

/** Of arms that are compared with each other. */
function groupSentence(group: Pick<StudyResult, 'arms' | 'pairs'>, { say, label, language }: Context): string {
  const names = (ids: readonly string[]): string => list(ids.map(label), language);
  const found = outcome(group);
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
      return say('report.verdict.none', { arms: names(group.arms.map(({ id }) => id)) });
    default:
      return say(simple[found.kind]);
  }
}

/** So many groups are summed up on top; the others in their section. */
const namedGroups = 8;

/** The answer in a sentence; in one for each group where fields were varied. */
export function verdictLead(result: StudyResult, context: Context): Markup {
  const { say } = context;
  const groups = groupsOf(result);
  if (groups.length < 2) return html`<p class="lead">${groupSentence(result, context)}</p>`;
  if (result.pairs.length === 0) return html`<p class="lead">${say('report.verdict.alone')}</p>`;
  const { shown, more } = cut(groups, namedGroups);
  const lines = shown.map((group) =>
    say('report.verdict.group.line', { group: fieldsText(group.varied, context), sentence: groupSentence(group, withinGroup(context)) }),
  );
  const rest = more > 0 ? [say('report.verdict.groups.more', { count: more })] : [];
  return html`<ul class="lead">${[...lines, ...rest].map((line) => html`<li>${line}</li>`)}</ul>`;
}

const pairName = (pair: PairResult, { say, label }: Context): string => say('report.pair.label', { a: label(pair.a), b: label(pair.b) });

function verdictCell(pair: PairResult, { say, colorOf }: Context): Markup {
  const best = winner(pair);
  const color = best === null ? surface('muted') : armColor(colorOf(best));
  return html`<span class="whole" style="color:${color}">${say(verdictWords[pair.verdict])}</span>`;
}

const note = (text: string, flag = false): Markup => html`<span class="cell-note${flag && ' flag'}">${flag && '⚠ '}${text}</span>`;

/** The mean, and right under it what it leaves out or how small it is. */
function differenceCell(pair: PairResult, { say }: Context): Markup {
  const { difference, n, leftOut, diverged, underNoise } = pair;
  const kept = leftOut > 0 && n > 0 && note(say('report.pair.leftOut', { n, total: n + leftOut }), true);
  const lost = diverged > 0 && note(say('report.pair.diverged', { count: diverged }));
  return html`<span>${signed(difference)}${kept}${lost}${underNoise && note(say('report.pair.underNoise'))}</span>`;
}

/** Student's, and below it the bootstrap's. */
function intervalCell({ low, high, bootstrapLow, bootstrapHigh }: PairResult, { say }: Context): Markup {
  const other = bootstrapLow !== null && note(say('report.pair.bootstrap', { interval: interval(bootstrapLow, bootstrapHigh, signed) }));
  return html`<span>${interval(low, high, signed)}${other}</span>`;
}

function testCell({ pValue: p, test }: PairResult, { say }: Context): Markup {
  const name = test && note(say(test === 't' ? 'report.pair.test.t' : 'report.pair.test.flip'));
  return html`<span>${pValue(p)}${name}</span>`;
}

function moreCell({ moreSeeds: seeds, moreSeconds }: PairResult, { say, language }: Context): string {
  if (seeds === null) return missing;
  if (seeds > seedsWorthNaming) return say('report.pair.moreMany', { seeds: seedsWorthNaming });
  if (moreSeconds === null) return say('report.pair.moreSeeds', { seeds });
  return say('report.pair.moreTime', { seeds, time: duration(moreSeconds, language) });
}

function pairTable(pairs: readonly PairResult[], context: Context): Markup {
  const { say } = context;
  const columns: Column<PairResult>[] = [
    { head: say('report.pair.pair'), cell: (pair) => pairName(pair, context) },
    { head: say('report.pair.difference'), cell: (pair) => differenceCell(pair, context), number: true },
    { head: say('report.pair.interval'), cell: (pair) => intervalCell(pair, context), number: true },
    { head: say('report.pair.p'), cell: (pair) => testCell(pair, context), number: true },
    { head: say('report.pair.verdict'), cell: (pair) => verdictCell(pair, context) },
    { head: say('report.pair.seeds'), cell: ({ n }) => n, number: true },
    { head: say('report.pair.more'), cell: (pair) => moreCell(pair, context), number: true },
  ];
  return table(pairs, columns, { label: say('report.section.verdict'), narrow: 'cards' });
}

function forestRow(pair: PairResult, context: Context): ForestRow {
  const { say, label, colorOf } = context;
  const best = winner(pair);
  const word = best === null ? say('report.word.none') : say('report.forest.favours', { arm: label(best) });
  const shown = withKept(word, pair, context);
  return {
    pair: [label(pair.a), label(pair.b)],
    difference: pair.difference,
    low: pair.low,
    high: pair.high,
    color: best === null ? null : colorOf(best),
    note: pair.difference === null ? say('report.forest.unmeasured') : shown,
  };
}

function forestFigure(pairs: readonly PairResult[], { grid }: StudyResult, context: Context): Markup {
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

function groupBody(group: Group, result: StudyResult, drawn: boolean, outer: Context): Markup {
  const context = withinGroup(outer);
  const { say } = context;
  const name = fieldsText(group.varied, context);
  const heading = name !== '' && html`<h3>${name}</h3><p>${groupSentence(group, context)}</p>`;
  if (group.pairs.length === 0) return html`${heading}`;
  const { shown, more } = cut(group.pairs, limits.pairRows);
  const rest = more > 0 && html`<p class="caption">${say('report.word.moreRows', { count: more })}</p>`;
  return html`${heading}${pairTable(shown, context)}${rest}${drawn && forestFigure(shown.slice(0, limits.forestRows), result, context)}`;
}

function noiseParagraph({ noise, pairs }: StudyResult, context: Context): Markup | null {
  const { say, label, language } = context;
  if (noise === null) return null;
  const { sd, n, leftOut, detectable } = noise;
  const small = pairs.filter(({ underNoise }) => underNoise);
  const { shown, more } = cut(small, limits.figures);
  const names = list(
    [...shown.map(({ a, b }) => say('report.pair.label', { a: label(a), b: label(b) })), ...(more > 0 ? ['…'] : [])],
    language,
  );
  const sentences = [
    say('report.noise.floor', { sd: decimal(sd, 4), runs: leftOut > 0 ? say('report.word.kept', { n, total: n + leftOut }) : n }),
    detectable !== null && say('report.noise.detectable', { size: decimal(detectable, 4) }),
    small.length > 0 && say('report.noise.under', { pairs: names }),
  ];
  return html`<p>${paragraph(sentences, language)}</p>`;
}

/** The command that makes the seeds of which the table speaks. */
function growthLine({ pairs, grid }: StudyResult, { say, language }: Context): Markup | null {
  const wanted = [...new Set(pairs.flatMap(({ moreSeeds: n }) => (n !== null && n <= seedsWorthNaming ? [n] : [])))].sort((a, b) => a - b);
  const counts = wanted.slice(0, limits.figures).map((n) => grid.judgeSeeds.length + n);
  if (counts.length === 0) return null;
  const commands = counts.map((seeds) => html`<code>normlab study . --seeds ${seeds}</code>`);
  return html`<p>${say('report.pair.grow')} ${commands.map((code, at) => html`${at > 0 && comma(language)}${code}`)}</p>`;
}

export function verdictBody(result: StudyResult, context: Context): Markup {
  if (result.pairs.length === 0) return verdictLead(result, context);
  const groups = groupsOf(result);
  const bodies = groups.map((group, at) => groupBody(group, result, at < limits.figures, context));
  return html`${noiseParagraph(result, context)}${bodies}${growthLine(result, context)}<p class="caption">${context.say('report.pair.caption')}</p>`;
}
