/** Stream energy, gradient and embedding share through the deepest network that was measured. */
import { layerProfile, type ProfilePanel, profileLegend, type Theory } from '../../chart/layer-profile.ts';
import type { AxisType, Domain } from '../../chart/scale.ts';
import type { MessageKey } from '../../core/message/index.ts';
import type { SignalArm, SignalDepth, SignalResult } from '../../study/signal-types.ts';
import type { Context } from '../context.ts';
import { reportDocument } from '../document.ts';
import { multiples } from '../figure.ts';
import { html, type Markup } from '../html.ts';

interface Quantity {
  readonly values: (at: SignalDepth) => readonly number[];
  readonly theory: (at: SignalDepth) => Theory | undefined;
  readonly title: MessageKey;
  readonly x: MessageKey;
  readonly y: MessageKey;
  readonly caption: MessageKey;
  readonly type: AxisType;
  readonly domain?: Domain;
}

const line = (values: readonly number[] | undefined): Theory | undefined => values && { low: values, high: values };

const quantities: readonly Quantity[] = [
  {
    values: ({ gradNormByLayer }) => gradNormByLayer,
    theory: () => undefined,
    title: 'report.inside.gradient',
    x: 'report.inside.layer',
    y: 'report.inside.gradientY',
    caption: 'report.signal.gradientCaption',
    type: 'log',
  },
  {
    values: ({ streamEnergy }) => streamEnergy,
    theory: ({ theory }) => theory.streamEnergy,
    title: 'report.signal.stream',
    x: 'report.signal.block',
    y: 'report.signal.streamY',
    caption: 'report.signal.streamCaption',
    type: 'log',
  },
  {
    values: ({ embeddingShare }) => embeddingShare,
    theory: ({ theory }) => line(theory.embeddingShare),
    title: 'report.signal.share',
    x: 'report.signal.block',
    y: 'report.signal.shareY',
    caption: 'report.signal.shareCaption',
    type: 'linear',
    domain: [0, 1],
  },
];

export const deepest = ({ arms }: SignalResult): number => Math.max(0, ...arms.flatMap(({ depths }) => depths.map(({ depth }) => depth)));

function panel(arm: SignalArm, at: SignalDepth, quantity: Quantity, { label, colorOf, say }: Context): ProfilePanel {
  const color = colorOf(arm.id);
  const theory = quantity.theory(at);
  const measured = { label: say('report.signal.measured'), color, moment: 'end', values: quantity.values(at) } as const;
  return { heading: label(arm.id), color, lines: [measured], ...(theory && { theory }) };
}

function rowOf(result: SignalResult, quantity: Quantity, context: Context): Markup {
  const { say } = context;
  const depth = deepest(result);
  const panels = result.arms.flatMap((arm) => {
    const at = arm.depths.find((one) => one.depth === depth);
    return at && quantity.values(at).length > 0 ? [panel(arm, at, quantity, context)] : [];
  });
  const title = say(quantity.title);
  const words = { document: reportDocument(), title, description: say('report.signal.profileDescription', { what: title }) };
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
  const theory = panels.some((one) => one.theory) ? { theory: say('report.signal.theory') } : {};
  const key = (width: number): string => profileLegend({ ...words, width, moments: { end: say('report.signal.measured') }, ...theory });
  return multiples(title, key, drawn, say(quantity.caption));
}

export function profilesBody(result: SignalResult, context: Context): Markup {
  return html`${quantities.map((quantity) => rowOf(result, quantity, context))}`;
}
