/** The equations of a model, read off its plans: "x ← x + LN(F(LN(x)))". */
import { normalizers } from './normalizer/index.ts';
import type { NetworkShape } from './place.ts';
import { placesOf } from './place.ts';
import { type PlacementConfig, readPlacement } from './placement/read.ts';
import type { NormField, NormSite, Origin, ScaleField, SublayerPlan } from './placement/types.ts';
import { residuals } from './residual/index.ts';
import { printFactor, printScale } from './scale/print.ts';
import type { Formula, Scale } from './scale/types.ts';
import type { ModelConfig, Place } from './types.ts';

/** How equations write what a branch may read. */
const origins: Readonly<Record<Origin, string>> = { stream: 'x', block: 'x₀' };

/** Letters for scales that differ from place to place. */
export const letters: Readonly<Record<ScaleField, string>> = {
  readScale: 'r',
  inputScale: 's',
  branchScale: 'b',
  streamScale: 'a',
  sumScale: 'c',
  inputShift: 'u',
  innerShift: 'v',
  qkScale: 'q',
  logitScale: 'g',
  headScale: 'h',
  hiddenScale: 'e',
};

const scaleNames = Object.keys(letters) as ScaleField[];

/** A plan whose scales may be letters. */
export type Printed = Omit<SublayerPlan, ScaleField> & Readonly<Partial<Record<ScaleField, Formula>>>;

/** One sublayer. x is the stream, x₀ the stream as it entered the block, t the training step, sg no gradient. */
export function equation(plan: Printed, normalizer: string): string {
  const symbol = (site: NormSite) => normalizers.get(site.normalizer ?? normalizer).symbol;
  const wrap = (field: NormField, inner: string) => (plan[field] ? `${symbol(plan[field])}(${inner})` : inner);
  const read = (origin: Origin) => (origin === 'stream' ? wrap('entry', origins.stream) : origins[origin]);
  const shifted = (text: string, shift: Formula | undefined) => (shift === undefined ? text : `${text} + ${printScale(shift)}`);
  const received = wrap('input', `${printFactor(plan.readScale)}${read(plan.from ?? 'stream')}`);
  const branchIn = shifted(`${printFactor(plan.inputScale)}${received}`, plan.inputShift);
  const core = `F(${branchIn}${notes(plan, symbol)})`;
  const inside = plan.inner || plan.innerShift !== undefined ? `W(${shifted(wrap('inner', core), plan.innerShift)})` : core;
  const write = `${printFactor(plan.branchScale)}${wrap('output', inside)}`;
  const kept = (plan.identity ?? ['stream']).map(read).join(' + ');
  const factor = printFactor(plan.streamScale);
  const sum = `${factor && plan.identity && plan.identity.length > 1 ? `${factor}(${kept})` : `${factor}${kept}`} + ${write}`;
  if (plan.sumScale === undefined) return `x ← ${wrap('exit', sum)}`;
  if (plan.sumDetached) return `x ← ${wrap('exit', 'y + (c − 1)·sg(y)')}, c = ${printScale(plan.sumScale)}, y = ${sum}`;
  return `x ← ${wrap('exit', `${printFactor(plan.sumScale)}(${sum})`)}`;
}

/** What changes inside attention or the hidden layer: "; q, k ← LN". */
function notes(plan: Printed, symbol: (site: NormSite) => string): string {
  const normed = (['q', 'k', 'v'] as const).filter((field) => plan[field]);
  const symbols = [...new Set(normed.map((field) => symbol(plan[field] as NormSite)))];
  const factors: readonly (readonly [string, Formula | undefined])[] = [
    ['q, k', plan.qkScale],
    ['logits', plan.logitScale],
    ['heads', plan.headScale],
    ['hidden', plan.hiddenScale],
  ];
  const norms = normed.length > 0 ? [`${normed.join(', ')} ← ${symbols.join(', ')}`] : [];
  const scales = factors.flatMap(([name, scale]) => (scale === undefined ? [] : [`${name} × ${printScale(scale)}`]));
  return [...norms, ...scales].map((note) => `; ${note}`).join('');
}

export interface EquationLine {
  /** Whom it is for: `attn`, `ffn of layers 1–2`; empty when it is for all. */
  readonly where: string;
  readonly text: string;
  readonly places: readonly Place[];
  /** What it is printed from: the plan, scales that differ from place to place as letters. */
  readonly plan: Printed;
  /** Scales written as letters, because they differ from place to place. */
  readonly varying: readonly { readonly letter: string; readonly values: readonly Scale[] }[];
}

export type EquationConfig = NetworkShape & PlacementConfig & Pick<ModelConfig, 'normalizer'>;

/** The different equations of a model, each with the sublayers it is for, and that of the residual rule behind them. */
export function equations(config: EquationConfig): EquationLine[] {
  const read = readPlacement(config);
  const places = placesOf(config);
  const groups = new Map<string, Place[]>();
  for (const place of places) {
    const shape = equation(lettered(read.plan(place), scaleNames), config.normalizer.id);
    groups.set(shape, [...(groups.get(shape) ?? []), place]);
  }
  return [...groups.values()].map((members) => {
    const plans = members.map((place) => read.plan(place));
    const differing = scaleNames.filter((field) => new Set(plans.map((plan) => JSON.stringify(plan[field]))).size > 1);
    const plan = lettered(plans[0] as SublayerPlan, differing);
    return {
      where: members.length === places.length ? '' : whereOf(members, places),
      text: equation(plan, config.normalizer.id),
      places: members,
      plan,
      varying: differing.map((field) => ({ letter: letters[field], values: plans.map((plan) => plan[field] as Scale) })),
    };
  });
}

/** The plan with some of its scales as letters. */
function lettered(plan: SublayerPlan, fields: readonly ScaleField[]): Printed {
  const named = fields.flatMap((field) =>
    plan[field] === undefined ? [] : [[field, { kind: 'variable', name: letters[field] }] as const],
  );
  return { ...plan, ...Object.fromEntries(named) };
}

function whereOf(members: readonly Place[], all: readonly Place[]): string {
  const kinds = [...new Set(members.map(({ sublayer }) => sublayer))];
  const everyKind = new Set(all.map(({ sublayer }) => sublayer)).size === kinds.length;
  const stacks = [...new Set(members.map(({ stack }) => stack))];
  const ofStack = new Set(all.map(({ stack }) => stack)).size > stacks.length ? `${stacks.join(', ')} ` : '';
  const layers = [...new Set(members.map(({ layer }) => layer + 1))];
  const depth = (members[0] as Place).depth;
  const everyLayer = layers.length === depth;
  const span = layers.length === 1 ? `layer ${layers[0]}` : `layers ${layers[0]}–${layers.at(-1)}`;
  return `${ofStack}${[everyKind ? '' : kinds.join(', '), everyLayer ? '' : span].filter(Boolean).join(', ')}`.trim();
}

/** All equations in one line: "attn: …; ffn: …". */
export function modelEquation(config: EquationConfig): string {
  const lines = equations(config).map(({ where, text }) => (where ? `${where}: ${text}` : text));
  const rule = readPlacement(config).frame.residual;
  return [...lines, ...(rule && rule.id !== 'plain' ? [residuals.get(rule.id).equation.en] : [])].join('; ');
}
