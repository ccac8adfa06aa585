/** Loss curves of the judging runs, with every run that broke in plain sight. */
import { type BandArm, lineWithBand } from '../../chart/line-with-band.ts';
import type { ArmResult, RunRecord, StudyResult } from '../../study/types.ts';
import { type Context, withinGroup } from '../context.ts';
import { band, brokenRun, maxPoints } from '../data/curves.ts';
import { cut, type Group, groupsOf, limits } from '../data/groups.ts';
import { judged } from '../data/judged.ts';
import { reportDocument } from '../document.ts';
import { fieldsText } from '../field-text.ts';
import { figure } from '../figure.ts';
import { decimal, paragraph } from '../format.ts';
import { html, type Markup } from '../html.ts';

type CurveName = 'trainLoss' | 'validationLoss';

const titles = { trainLoss: 'report.losses.train', validationLoss: 'report.losses.validation' } as const;

const judging = (arm: ArmResult, which: CurveName): RunRecord[] =>
  arm.runs.filter(({ stage, [which]: curve }) => stage === 'judge' && curve.steps.length > 0);

function bandArm(arm: ArmResult, which: CurveName, result: StudyResult, { say, label, colorOf }: Context): BandArm {
  const runs = judging(arm, which);
  const { finished, planned, leftOut } = judged(arm, result.grid);
  const note = (step: number): string => say('report.losses.cross', { step });
  return {
    label: leftOut > 0 ? say('report.losses.partial', { arm: label(arm.id), n: finished, total: planned }) : label(arm.id),
    color: colorOf(arm.id),
    band: band(runs.filter(({ status }) => status === 'finished').map((run) => run[which])),
    broken: runs.filter(({ status }) => status !== 'finished').map((run) => brokenRun(run, run[which], note)),
  };
}

const curvesOf = ({ band: mean, broken }: BandArm): number => Number(mean.length > 0) + broken.length;

/** At most so many curves in all, means before single runs. */
function limitCurves(arms: readonly BandArm[], limit: number): { arms: BandArm[]; more: number } {
  const kept = arms.slice(0, limit);
  let room = limit - kept.filter(({ band: mean }) => mean.length > 0).length;
  const shown = kept.map((arm) => {
    const broken = arm.broken.slice(0, Math.max(0, room));
    room -= broken.length;
    return { ...arm, broken };
  });
  const count = (all: readonly BandArm[]): number => all.reduce((total, arm) => total + curvesOf(arm), 0);
  return { arms: shown.filter((arm) => curvesOf(arm) > 0), more: count(arms) - count(shown) };
}

function references({ task }: StudyResult, { say }: Context) {
  const uniform = { y: task.uniformEntropy, label: say('report.losses.uniform', { value: decimal(task.uniformEntropy, 2) }) };
  if (task.bigramEntropy === null) return [uniform];
  return [uniform, { y: task.bigramEntropy, label: say('report.losses.bigram', { value: decimal(task.bigramEntropy, 2) }) }];
}

function lossFigure(group: Group, result: StudyResult, which: CurveName, context: Context): Markup {
  const { say } = context;
  const { arms, more } = limitCurves(
    group.arms.map((arm) => bandArm(arm, which, result, context)),
    limits.curves,
  );
  if (arms.length === 0) return html``;
  const name = fieldsText(group.varied, context);
  const title = [say(titles[which]), name].filter((text) => text !== '').join(': ');
  const late = which === 'trainLoss' ? lastThird(arms) : undefined;
  const draw = (width: number, title: string, from?: number): string =>
    lineWithBand({
      from,
      document: reportDocument(),
      width,
      height: 340,
      title,
      description: say('report.losses.description'),
      arms,
      breakNote: (step) => say('report.losses.cross', { step }),
      references: references(result, context),
      xLabel: say('report.losses.x'),
      yLabel: say('report.losses.y'),
    });
  const thinned = group.arms.some((arm) => judging(arm, which).some((run) => run[which].steps.length > maxPoints));
  const cutShort = more > 0 && say('report.losses.more', { limit: limits.curves, count: more });
  const caption = paragraph([say('report.losses.caption'), thinned && say('report.losses.trainNote'), cutShort], context.language);
  const whole = figure((width) => draw(width, title), caption);
  if (late === undefined) return html`<h3>${title}</h3>${whole}`;
  const closer = say('report.losses.end', { title });
  return html`<h3>${title}</h3>${whole}<h3>${closer}</h3>${figure((width) => draw(width, closer, late), '')}`;
}

/** Where the last third of the training begins, if there is enough of it to be seen: there arms lie closest. */
function lastThird(arms: readonly BandArm[]): number | undefined {
  const steps = [...new Set(arms.flatMap(({ band: mean }) => mean.map(({ x }) => x)))].sort((a, b) => a - b);
  const late = steps.filter((step) => step >= (2 / 3) * (steps.at(-1) ?? 0));
  return late.length >= fewestPoints ? late[0] : undefined;
}

const fewestPoints = 8;

export function lossesBody(result: StudyResult, context: Context): Markup {
  const { shown, more } = cut(groupsOf(result), limits.figures);
  const figures = shown.flatMap((group) => [
    lossFigure(group, result, 'trainLoss', withinGroup(context)),
    lossFigure(group, result, 'validationLoss', withinGroup(context)),
  ]);
  if (figures.every(({ source }) => source === '')) return html`<p>${context.say('report.losses.none')}</p>`;
  const note = more > 0 && html`<p class="caption">${context.say('report.word.moreFigures', { count: more * 2 })}</p>`;
  return html`${figures}${note}`;
}
