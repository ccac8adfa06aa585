/** What an arm of a study is: a name, and the fields of the spec that are its own. */
import type { Localized } from '../core/message/index.ts';
import { type PlacementId, placements } from '../model/placement/index.ts';
import { presets } from '../spec/preset/index.ts';
import type { RunInput } from '../spec/schema.ts';
import { type Fields, fieldName } from './setting.ts';

export type ModelInput = RunInput['model'];

export interface Arm {
  readonly id: string;
  readonly model: Partial<ModelInput>;
  /** Further fields of the spec, by path. */
  readonly fields?: Fields;
  /** What the study varied to make it, by path; arms are compared at the same values only. */
  readonly varied?: Fields;
  /** The arm as the study names it, before it was varied. */
  readonly base?: string;
}

/** A placement by its id, a preset as `@id`, or an arm with fields of its own. */
export type ArmInput = string | Arm;

/** The same where an editor should know the ids. */
export type NamedArm = PlacementId | `@${string}` | Arm;

/** Options whose arms an editor knows by their ids. */
export type Named<Options> = Omit<Options, 'arms'> & { readonly arms?: readonly NamedArm[] };

/** How a preset is named among placements. */
const presetSign = '@';

/** @throws UserError for an id that is neither a placement's nor, behind @, a preset's. */
export function readArm(arm: ArmInput): Arm {
  if (typeof arm !== 'string') return arm;
  if (arm.startsWith(presetSign)) return { id: arm, model: { preset: presets.named(arm.slice(1)).id as never } };
  return { id: arm, model: { placement: placements.get(arm).id } };
}

/** The placement of an arm, where it says one. */
export function armPlacements(arm: ArmInput): string[] {
  const { placement, preset } = readArm(arm).model;
  const own = placement ?? (preset === undefined ? undefined : (presets.get(preset).model as Partial<ModelInput>).placement);
  return own === undefined ? [] : [typeof own === 'string' ? own : own.id];
}

/** The same arm with some fields set: "pre, depth=8". */
export const varyArm = (arm: Arm, varied: Fields): Arm =>
  Object.keys(varied).length === 0
    ? arm
    : {
        ...arm,
        id: [arm.id, ...Object.entries(varied).map(([path, value]) => `${fieldName(path)}=${valueText(value)}`)].join(' '),
        base: arm.id,
        varied,
        fields: { ...arm.fields, ...varied },
      };

const valueText = (value: unknown): string =>
  typeof value === 'object' && value !== null ? ((value as { id?: string }).id ?? JSON.stringify(value)) : String(value);

/** The model of an arm: a preset's own choices stand above what all arms share; an initialisation keeps the embedding all share. */
export function armModel(shared: Partial<ModelInput>, { model }: Arm): ModelInput {
  const { preset, ...fields } = model;
  const own = preset === undefined ? {} : (presets.get(preset).model as Partial<ModelInput>);
  const init = fields.init === undefined ? {} : { init: { ...embeddingOf(shared.init), ...asObject(fields.init) } };
  return { ...shared, ...own, ...fields, ...init } as ModelInput;
}

const asObject = (member: string | object): object => (typeof member === 'string' ? { id: member } : member);

function embeddingOf(init: ModelInput['init']): { embeddingStd?: unknown } {
  const embeddingStd = typeof init === 'object' ? init.embeddingStd : undefined;
  return embeddingStd === undefined ? {} : { embeddingStd };
}

/** The name of an arm; one with options of its own says them. */
export function armTitle({ id, model }: Arm): Localized {
  if (model.preset !== undefined) return presets.get(model.preset).title;
  const placement = typeof model.placement === 'string' ? model.placement : (model.placement?.id ?? id);
  const { en, zh } = placements.get(placement).title;
  return placement === id ? { en, zh } : { en: `${en} (${id})`, zh: `${zh}（${id}）` };
}
