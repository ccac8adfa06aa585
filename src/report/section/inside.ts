/** Gradient, stream and identity share by place in the network: one row of small multiples each. */
import { hasMisfits, layerProfile, type Moment, type ProfileLine, type ProfilePanel, profileLegend } from '../../chart/layer-profile.ts';
import type { AxisType, Domain } from '../../chart/scale.ts';
import type { MessageKey } from '../../core/message/index.ts';
import type { ArmResult, StudyResult } from '../../study/types.ts';
import type { Context } from '../context.ts';
import { cut, limits } from '../data/groups.ts';
import { judged } from '../data/judged.ts';
import { type Average, type Profile, profile } from '../data/profile.ts';
import { reportDocument } from '../document.ts';
import { multiples } from '../figure.ts';
import { list, paragraph } from '../format.ts';
import { html, type Markup } from '../html.ts';

interface Quantity {
  readonly series: string;
  /** A second series, drawn at the last moment where it differs from the first. */
  readonly aside?: { readonly series: string; readonly label: MessageKey };
  readonly average: Average;
  readonly title: MessageKey;
  readonly y: MessageKey;
  readonly x: MessageKey;
  readonly caption: MessageKey;
  readonly type: AxisType;
  readonly domain?: Domain;
}

const quantities: readonly Quantity[] = [
  {
    series: 'gradient-norm/layer',
    average: 'geometric',
    title: 'report.inside.gradient',
    y: 'report.inside.gradientY',
    x: 'report.inside.layer',
    caption: 'report.inside.gradientCaption',
    type: 'log',
  },
  {
    series: 'stream-rms/out',
    aside: { series: 'stream-rms/sum', label: 'report.inside.streamAside' },
    average: 'geometric',
    title: 'report.inside.stream',
    y: 'report.inside.streamY',
    x: 'report.inside.sublayer',
    caption: 'report.inside.streamCaption',
    type: 'log',
  },
  {
    series: 'identity-share',
    average: 'arithmetic',
    title: 'report.inside.identity',
    y: 'report.inside.identityY',
    x: 'report.inside.sublayer',
    caption: 'report.inside.identityCaption',
    type: 'linear',
    domain: [0, 1],
  },
];

const moments: readonly Moment[] = ['start', 'middle', 'end'];
const momentWords: Readonly<Record<Moment, { at: MessageKey; any: MessageKey }>> = {
  start: { at: 'report.inside.start', any: 'report.inside.startAny' },
  middle: { at: 'report.inside.middle', any: 'report.inside.middleAny' },
  end: { at: 'report.inside.end', any: 'report.inside.endAny' },
};

interface Measured {
  readonly arm: ArmResult;
  readonly found: Profile;
  readonly aside: readonly number[] | undefined;
}

/** The second series at the last moment, unless it says the same as the first. */
function asideOf(arm: ArmResult, { aside, average }: Quantity, found: Profile): readonly number[] | undefined {
  const other = aside && profile(arm, aside.series, average);
  const values = (other?.end ?? other?.start)?.values;
  const own = (found.end ?? found.start).values;
  return values?.some((value, at) => Math.abs(value / (own[at] ?? Number.NaN) - 1) > 0.01) ? values : undefined;
}

function panel({ arm, found, aside }: Measured, { grid }: StudyResult, { say, label, colorOf }: Context): ProfilePanel {
  const color = colorOf(arm.id);
  const { finished, planned, leftOut } = judged(arm, grid);
  const partial = leftOut > 0 && finished > 0;
  const heading = partial ? say('report.losses.partial', { arm: label(arm.id), n: finished, total: planned }) : label(arm.id);
  const lines: ProfileLine[] = moments.flatMap((moment) => {
    const values = found[moment]?.values;
    return values ? [{ label: moment, color, moment, values }] : [];
  });
  return { heading, color, lines, ...(aside && { aside }) };
}

/** Names a moment with its step where all arms measured at the same one. */
function momentLabels(measured: readonly Measured[], { say }: Context): Partial<Record<Moment, string>> {
  const entries = moments.flatMap((moment) => {
    const found = measured.flatMap((one) => one.found[moment] ?? []);
    if (found.length === 0) return [];
    const steps = new Set(found.map(({ step }) => step));
    const [step] = steps;
    const { at, any } = momentWords[moment];
    return [[moment, steps.size === 1 && typeof step === 'number' ? say(at, { step }) : say(any)] as const];
  });
  return Object.fromEntries(entries);
}

function rowOf(result: StudyResult, quantity: Quantity, context: Context): Markup | null {
  const { say, label, language } = context;
  const { shown, more } = cut(result.arms, limits.panels);
  const measured = shown.flatMap((arm) => {
    const found = profile(arm, quantity.series, quantity.average);
    return found ? [{ arm, found, aside: asideOf(arm, quantity, found) }] : [];
  });
  if (measured.length === 0) return null;
  const panels = measured.map((one) => panel(one, result, context));
  const title = say(quantity.title);
  const words = { document: reportDocument(), title, description: say('report.inside.description', { what: title }) };
  const drawn = layerProfile({
    ...words,
    width: 270,
    height: 224,
    panels,
    xLabel: say(quantity.x),
    yLabel: say(quantity.y),
    yType: quantity.type,
    ...(quantity.domain && { yDomain: quantity.domain }),
  });
  const aside = quantity.aside && measured.some((one) => one.aside) ? { aside: say(quantity.aside.label) } : {};
  const key = (width: number): string => profileLegend({ ...words, width, moments: momentLabels(measured, context), ...aside });
  const unfinished = measured.filter(({ found }) => !found.finished).map(({ arm }) => label(arm.id));
  const survivors = unfinished.length > 0 && say('report.inside.survivors', { arms: list(unfinished, language) });
  const caption = paragraph(
    [
      say(quantity.caption),
      survivors,
      hasMisfits(panels) && say('report.inside.broken'),
      more > 0 && say('report.word.moreFigures', { count: more }),
    ],
    language,
  );
  return multiples(title, key, drawn, caption);
}

export function insideBody(result: StudyResult, context: Context): Markup {
  const rows = quantities.flatMap((quantity) => rowOf(result, quantity, context) ?? []);
  if (rows.length === 0) return html`<p>${context.say('report.inside.none')}</p>`;
  return html`<p>${context.say('report.inside.intro')}</p>${rows}`;
}
