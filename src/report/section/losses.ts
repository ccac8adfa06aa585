/** Loss curves of the judging runs, with every run that broke in plain sight. */
import { type BandArm, lineWithBand } from '../../chart/line-with-band.ts';
import type { ArmResult, RunRecord, StudyResult } from '../../study/types.ts';
import type { Context } from '../context.ts';
import { band, brokenRun, maxPoints } from '../data/curves.ts';
import { reportDocument } from '../document.ts';
import { figure } from '../figure.ts';
import { decimal, paragraph } from '../format.ts';
import { html, type Markup } from '../html.ts';

type CurveName = 'trainLoss' | 'validationLoss';

const titles = { trainLoss: 'report.losses.train', validationLoss: 'report.losses.validation' } as const;

const judging = (arm: ArmResult, which: CurveName): RunRecord[] =>
  arm.runs.filter(({ stage, [which]: curve }) => stage === 'judge' && curve.steps.length > 0);

function bandArm(arm: ArmResult, which: CurveName, { say, label, colorOf }: Context): BandArm {
  const runs = judging(arm, which);
  const note = (step: number): string => say('report.losses.cross', { step });
  return {
    label: label(arm.id),
    color: colorOf(arm.id),
    band: band(runs.filter(({ status }) => status === 'finished').map((run) => run[which])),
    broken: runs.filter(({ status }) => status !== 'finished').map((run) => brokenRun(run, run[which], note)),
  };
}

function references({ task }: StudyResult, { say }: Context) {
  const uniform = { y: task.uniformEntropy, label: say('report.losses.uniform', { value: decimal(task.uniformEntropy, 2) }) };
  if (task.bigramEntropy === null) return [uniform];
  return [uniform, { y: task.bigramEntropy, label: say('report.losses.bigram', { value: decimal(task.bigramEntropy, 2) }) }];
}

function lossFigure(result: StudyResult, which: CurveName, context: Context): Markup {
  const { say } = context;
  const arms = result.arms.map((arm) => bandArm(arm, which, context)).filter(({ band: mean, broken }) => mean.length + broken.length > 0);
  if (arms.length === 0) return html``;
  const render = (width: number): string =>
    lineWithBand({
      document: reportDocument(),
      width,
      height: 340,
      title: say(titles[which]),
      description: say('report.losses.description'),
      arms,
      breakNote: (step) => say('report.losses.cross', { step }),
      references: references(result, context),
      xLabel: say('report.losses.x'),
      yLabel: say('report.losses.y'),
    });
  const thinned = result.arms.some((arm) => judging(arm, which).some((run) => run[which].steps.length > maxPoints));
  const caption = paragraph([say('report.losses.caption'), thinned && say('report.losses.trainNote')], context.language);
  return html`<h3>${say(titles[which])}</h3>${figure(render, caption)}`;
}

export function lossesBody(result: StudyResult, context: Context): Markup {
  const figures = [lossFigure(result, 'trainLoss', context), lossFigure(result, 'validationLoss', context)];
  return figures.every(({ source }) => source === '') ? html`<p>${context.say('report.losses.none')}</p>` : html`${figures}`;
}
