/** The result against each number that the study varied. */
import { lineWithInterval } from '../../chart/line-with-interval.ts';
import { fieldName } from '../../study/setting.ts';
import type { ArmResult, StudyResult } from '../../study/types.ts';
import type { Context } from '../context.ts';
import { gather, type NumericAxis, numericAxes, without } from '../data/base.ts';
import { cut, limits } from '../data/groups.ts';
import { reportDocument } from '../document.ts';
import { fieldsText } from '../field-text.ts';
import { figure } from '../figure.ts';
import { list, paragraph } from '../format.ts';
import { html, type Markup } from '../html.ts';

interface Series extends NumericAxis {
  /** Arms at equal values of all other varied fields. */
  readonly arms: readonly ArmResult[];
}

/** Whether there is anything to draw: a study that varied no number has no such section. */
export const variedSeries = ({ arms }: StudyResult): Series[] =>
  numericAxes(arms).flatMap((axis) =>
    gather(arms, ({ varied }) => without(varied, [axis.path, ...axis.following])).map((group) => ({ ...axis, arms: group })),
  );

function seriesFigure({ path, following, arms }: Series, context: Context): Markup {
  const { say, colorOf, language } = context;
  const field = fieldName(path);
  const where = fieldsText(without(arms[0]?.varied ?? {}, [path, ...following]), context);
  const plain = say('report.varied.title', { field });
  const title = where === '' ? plain : say('report.varied.where', { title: plain, where });
  const { shown, more } = cut(
    gather(arms, ({ base }) => base),
    limits.curves,
  );
  const lines = shown.map((group) => {
    const first = group[0] as ArmResult;
    const points = group.map(({ varied, evalLoss }) => ({
      x: varied[path] as number,
      mean: evalLoss.mean,
      low: evalLoss.low,
      high: evalLoss.high,
      partial: evalLoss.leftOut > 0,
    }));
    return { label: context.baseLabel(first.id), color: colorOf(first.id), points };
  });
  const render = (width: number): string =>
    lineWithInterval({
      document: reportDocument(),
      width,
      title,
      description: say('report.varied.description', { field }),
      lines,
      xLabel: following.length > 0 ? say('report.varied.following', { field, others: list(following.map(fieldName), language) }) : field,
      yLabel: say('report.varied.y'),
    });
  const caption = paragraph([say('report.varied.caption'), more > 0 && say('report.word.moreFigures', { count: more })], language);
  return html`<h3>${title}</h3>${figure(render, caption)}`;
}

export function variedBody(result: StudyResult, context: Context): Markup {
  const { shown, more } = cut(variedSeries(result), limits.figures);
  const note = more > 0 && html`<p class="caption">${context.say('report.word.moreFigures', { count: more })}</p>`;
  return html`${shown.map((series) => seriesFigure(series, context))}${note}`;
}
