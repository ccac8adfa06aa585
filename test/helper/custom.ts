/** Placements written as rules: published ones place by place, so that a test can change one field of them. */
import { placesOf } from '../../src/model/place.ts';
import { readPlacement } from '../../src/model/placement/read.ts';
import { type ScaleField, type SublayerPlan, scaleFields } from '../../src/model/placement/types.ts';
import type { Formula } from '../../src/model/scale/types.ts';
import type { Choice, ModelConfig, Place } from '../../src/model/types.ts';

const operators: Readonly<Record<string, string>> = { add: '+', sub: '-', mul: '*', div: '/', pow: '^' };

/** A formula as people type it, every bracket written. */
export function formulaText(formula: Formula): string {
  if (typeof formula === 'number') return formula < 0 ? `(-${-formula})` : String(formula);
  if (formula.kind === 'step') return 'step';
  if (formula.kind === 'variable' || formula.kind === 'given') return formula.name;
  if (formula.kind === 'learned') return `learn(${formulaText(formula.initial)}, ${formula.shape})`;
  const sign = operators[formula.f];
  const parts = formula.arguments.map(formulaText);
  return sign ? `(${parts.join(sign)})` : `${formula.f}(${parts.join(', ')})`;
}

/** What a learnable value of a field is called in a custom placement: `branch_scale`. */
export const snake = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

type Edit = (plan: SublayerPlan, place: Place) => SublayerPlan;

/** The placement of a model as a custom one with a rule for every place, its plans changed by `edit`. */
export function asCustom(model: ModelConfig, edit: Edit = (plan) => plan): ModelConfig {
  const { plan, frame } = readPlacement(model);
  // Rules speak of blocks of either stack: what differs between the stacks needs models of one stack.
  const places = placesOf(model).filter(({ stack }, _i, all) => stack === all.at(-1)?.stack);
  const rules = places.map((place) => {
    const fields = Object.entries(edit(plan(place), place)).flatMap(([field, value]) => {
      if (value === undefined) return [];
      return [[field, field in scaleFields ? formulaText(value as Formula) : value] as const];
    });
    return { sublayers: [place.sublayer], layers: place.layer + 1, ...Object.fromEntries(fields) };
  });
  const { finalNorm, embeddingNorm, residual } = frame;
  const placement = { id: 'custom', rules, finalNorm, embeddingNorm: embeddingNorm !== undefined, ...(residual && { residual }) };
  return { ...model, placement: placement as Choice };
}

/** Where the custom twin of a model keeps each learnable value of the original. */
export function customKeys(model: ModelConfig): ReadonlyMap<string, string> {
  const { plan } = readPlacement(model);
  const learnedName = (scale: Formula | undefined): { name: string; shared: boolean } | undefined => {
    if (scale === undefined || typeof scale === 'number' || scale.kind === 'step' || scale.kind === 'variable' || scale.kind === 'given')
      return undefined;
    if (scale.kind === 'learned') return scale;
    return scale.arguments.map(learnedName).find((found) => found !== undefined);
  };
  return new Map(
    placesOf(model).flatMap((place) =>
      (Object.keys(scaleFields) as ScaleField[]).flatMap((field) => {
        const found = learnedName(plan(place)[field]);
        return found ? [[`${place.key}.${snake(field)}`, `${found.shared ? place.block : place.key}.${found.name}`] as const] : [];
      }),
    ),
  );
}
