/** The figure of a claim from its evidence, as an SVG that stands on its own on light and dark pages. */
import { depthSlope } from '../chart/depth-slope.ts';
import { forest } from '../chart/forest.ts';
import { lineWithInterval } from '../chart/line-with-interval.ts';
import { themeVariables } from '../chart/theme.ts';
import type { Language } from '../core/message/index.ts';
import { placements } from '../model/placement/index.ts';
import { reportDocument } from '../report/document.ts';
import { countBars } from './count-bars.ts';
import { effectOf } from './rule/effect.ts';
import { sideOf } from './rule/rule.ts';
import { sizeText, valueText } from './text.ts';
import type { Claim, Decision, Figure, Line, Numbers } from './types.ts';

const known: ReadonlySet<string> = new Set(placements.ids);

/** What a line is called: as the claim says, else as the placement is called, else by its id. */
export function nameOf({ names = {} }: Figure, id: string, language: Language): string {
  return names[id]?.[language] ?? (known.has(id) ? placements.get(id).title[language] : id);
}

export function claimFigure(claim: Claim, numbers: Numbers, decision: Decision, language: Language): string {
  return standalone(draw[claim.figure.kind]({ claim, numbers, decision, language }));
}

interface Given {
  readonly claim: Claim;
  readonly numbers: Numbers;
  readonly decision: Decision;
  readonly language: Language;
}

const shared = ({ claim: { statement, figure }, language }: Given) => ({
  title: statement[language],
  description: figure.y[language],
  document: reportDocument(),
  width: 720,
});

const draw: Readonly<Record<Figure['kind'], (given: Given) => string>> = {
  lines: (given) => {
    const { figure } = given.claim;
    const table = drawn(figure, given.numbers[figure.table ?? 'main'] ?? []);
    return (figure.log ? logLines : linearLines)(given, table);
  },
  effects: (given) => {
    const { claim, decision, language } = given;
    return forest({
      ...shared(given),
      rows: decision.trend.map((effect) => {
        const side = sideOf(effect, decision.within);
        return {
          pair: [sizeText(claim.rule, effect, language), ''],
          difference: effect.mean,
          low: effect.low,
          high: effect.high,
          color: side === 'open' ? null : side === 'for' ? 0 : 1,
          note: valueText(effect.mean),
        };
      }),
      xLabel: claim.figure.y[language],
      sides: { left: '', right: '' },
    });
  },
  counts: (given) => {
    const rows = (given.numbers.main ?? []).map(({ id, cells }) => ({
      label: nameOf(given.claim.figure, id, given.language),
      value: cells[0]?.values[0] ?? Number.NaN,
    }));
    return countBars({ ...shared(given), rows, xLabel: given.claim.figure.y[given.language] });
  },
};

const drawn = ({ only }: Figure, table: readonly Line[]): readonly Line[] =>
  only ? only.flatMap((id) => table.filter((line) => line.id === id)) : table;

function logLines(given: Given, table: readonly Line[]): string {
  const { figure } = given.claim;
  return depthSlope({
    ...shared(given),
    lines: table.map(({ id, cells }, color) => ({
      label: nameOf(figure, id, given.language),
      color,
      points: cells.map(({ at, values }) => {
        const { mean, low, high } = effectOf(at, values);
        return { depth: Number(at), mean: mean ?? Number.NaN, low, high };
      }),
      theorySlope: figure.theory?.[id],
    })),
    xLabel: figure.x?.[given.language] ?? '',
    yLabel: figure.y[given.language],
  });
}

function linearLines(given: Given, table: readonly Line[]): string {
  const { figure } = given.claim;
  return lineWithInterval({
    ...shared(given),
    lines: table.map(({ id, cells }, color) => ({
      label: nameOf(figure, id, given.language),
      color,
      points: cells.map(({ at, values }) => {
        const { mean, low, high, leftOut } = effectOf(at, values);
        return { x: Number(at), mean, low, high, partial: leftOut > 0 };
      }),
    })),
    xLabel: figure.x?.[given.language] ?? '',
    yLabel: figure.y[given.language],
  });
}

const look = `<style>:root{${themeVariables('light')}color:#1c1e21;background:#fdfdfb}@media (prefers-color-scheme:dark){:root{${themeVariables('dark')}color:#e6e5e0;background:#15171b}}</style>`;

/** Colours are variables of the page: a file of its own brings them along. */
export const standalone = (svg: string): string => `${svg.replace(/^(<svg[^>]*>)/, `$1${look}`)}\n`;
