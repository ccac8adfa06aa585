/** The equations of a model, read off its plans: "x ← x + LN(F(LN(x)))". */
import { aroundEquations } from './around.ts';
import { normalizers } from './normalizer/index.ts';
import type { NetworkShape } from './place.ts';
import { placesOf } from './place.ts';
import { type PlacementConfig, readPlacement } from './placement/read.ts';
import type { NormField, NormSite, Origin, ScaleField, SublayerPlan } from './placement/types.ts';
import { positions } from './position/index.ts';
import { ruleOf } from './residual/index.ts';
import { plain } from './residual/plain.ts';
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

/** How equations write a norm; ₕ: head by head where the norm is elsewhere one for all. */
export const symbolOf = (
  normalizer: string,
  { normalizer: own = normalizer, eachHead, acrossHeads }: NormSite,
  field?: NormField,
): string => `${normalizers.get(own).symbol}${eachHead || (field === 'inner' && acrossHeads === false) ? 'ₕ' : ''}`;

/**
 * One sublayer. x is the stream, x₀ the stream as it entered the block, t the training step, sg no gradient; `rotation` is how the turn
 * of queries and keys by position is written, where there is one.
 */
export function equation(plan: Printed, normalizer: string, rotation?: string): string {
  const symbol = (site: NormSite, field?: NormField) => symbolOf(normalizer, site, field);
  const wrap = (field: NormField, inner: string) => (plan[field] ? `${symbol(plan[field], field)}(${inner})` : inner);
  const read = (origin: Origin) => (origin === 'stream' ? wrap('entry', origins.stream) : origins[origin]);
  const shifted = (text: string, shift: Formula | undefined) => (shift === undefined ? text : `${text} + ${printScale(shift)}`);
  const received = wrap('input', `${printFactor(plan.readScale)}${read(plan.from ?? 'stream')}`);
  const branchIn = shifted(`${printFactor(plan.inputScale)}${received}`, plan.inputShift);
  const core = `F(${branchIn}${insideNotes(plan, normalizer, (_, scale) => printScale(scale), rotation)
    .map((note) => `; ${note}`)
    .join('')})`;
  const inside = plan.inner || plan.innerShift !== undefined ? `W(${shifted(wrap('inner', core), plan.innerShift)})` : core;
  const write = `${printFactor(plan.branchScale)}${wrap('output', inside)}`;
  const kept = (plan.identity ?? ['stream']).map(read).join(' + ');
  const factor = printFactor(plan.streamScale);
  const sum = `${factor && plan.identity && plan.identity.length > 1 ? `${factor}(${kept})` : `${factor}${kept}`} + ${write}`;
  if (plan.sumScale === undefined) return `x ← ${wrap('exit', sum)}`;
  if (plan.sumDetached) return `x ← ${wrap('exit', 'y + (c − 1)·sg(y)')}, c = ${printScale(plan.sumScale)}, y = ${sum}`;
  return `x ← ${wrap('exit', `${printFactor(plan.sumScale)}(${sum})`)}`;
}

/** What changes inside attention or the hidden layer: "q, k ← RoPE∘LN" norms first and turns then, "q, k ← LN∘RoPE" the other way round. */
export function insideNotes(
  plan: Printed,
  normalizer: string,
  print: (field: ScaleField, scale: Formula) => string,
  rotation?: string,
): string[] {
  const written = insideNorms.flatMap((field) => {
    const site = plan[field];
    if (!site) return [];
    const parts = [symbolOf(normalizer, site), ...(rotation && (field === 'q' || field === 'k') ? [rotation] : [])];
    return [[field, (site.afterRotation ? parts : parts.reverse()).join('∘')] as const];
  });
  const norms = [...new Set(written.map(([, text]) => text))].map((text) => {
    const fields = written.filter(([, own]) => own === text).map(([field]) => field);
    return `${fields.join(', ')} ← ${text}`;
  });
  const scales = insideScales.flatMap(([field, name]) => (plan[field] === undefined ? [] : [`${name} × ${print(field, plan[field])}`]));
  return [...norms, ...scales];
}

const insideNorms = ['memory', 'q', 'k', 'v'] as const;

const insideScales: readonly (readonly [ScaleField, string])[] = [
  ['qkScale', 'q, k'],
  ['logitScale', 'logits'],
  ['headScale', 'heads'],
  ['hiddenScale', 'hidden'],
];

export interface EquationLine {
  /** Whom it is for: `attn`, `ffn of layers 1–2`; empty when it is for all. */
  readonly where: string;
  readonly text: string;
  readonly places: readonly Place[];
  /** What it is printed from: the plan, scales that differ from place to place as letters. */
  readonly plan: Printed;
  /** How the turn of queries and keys is written, where there is one. */
  readonly rotation?: string;
  /** Scales written as letters, because they differ from place to place. */
  readonly varying: readonly { readonly letter: string; readonly values: readonly Scale[] }[];
}

export type EquationConfig = NetworkShape & PlacementConfig & Pick<ModelConfig, 'normalizer' | 'position' | 'embeddingScale'>;

/** The different equations of a model, each with the sublayers it is for, and that of the residual rule behind them. */
export function equations(config: EquationConfig): EquationLine[] {
  const read = readPlacement(config);
  const places = placesOf(config);
  const { symbol: turn } = positions.get(config.position);
  const rotationAt = ({ sublayer }: Place): string | undefined => (sublayer === 'attn' ? turn : undefined);
  const groups = new Map<string, Place[]>();
  for (const place of places) {
    const shape = equation(lettered(read.plan(place), scaleNames), config.normalizer.id, rotationAt(place));
    groups.set(shape, [...(groups.get(shape) ?? []), place]);
  }
  return [...groups.values()].map((members) => {
    const plans = members.map((place) => read.plan(place));
    const differing = scaleNames.filter((field) => new Set(plans.map((plan) => JSON.stringify(plan[field]))).size > 1);
    const plan = lettered(plans[0] as SublayerPlan, differing);
    // Places of one text: where the turn is written, it is at all of them.
    const rotation = members.every(rotationAt) ? turn : undefined;
    return {
      where: members.length === places.length ? '' : whereOf(members, places),
      text: equation(plan, config.normalizer.id, rotation),
      places: members,
      plan,
      rotation,
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

/** All equations in one line, and what is not usual around them: "attn: …; ffn: …; out = x". */
export function modelEquation(config: EquationConfig): string {
  const lines = equations(config).map(({ where, text }) => (where ? `${where}: ${text}` : text));
  const { rule, options } = ruleOf(readPlacement(config).frame.residual);
  return [...lines, ...(rule.id === plain.id ? [] : [rule.equation(options).en]), ...aroundEquations(config)].join('; ');
}
