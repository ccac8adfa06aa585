/** What an arm of a study is: a name, and the fields of the model that are its own. */
import type { Localized } from '../core/message/index.ts';
import { placements } from '../model/placement/index.ts';
import { presets } from '../spec/preset/index.ts';
import type { RunInput } from '../spec/schema.ts';

export type ModelInput = RunInput['model'];

export interface Arm {
  readonly id: string;
  readonly model: Partial<ModelInput>;
}

/** A placement by its id, a preset as `@id`, or an arm with fields of its own. */
export type ArmInput = string | Arm;

/** How a preset is named among placements. */
const presetSign = '@';

/** @throws UserError for an id that is neither a placement's nor, behind @, a preset's. */
export function readArm(arm: ArmInput): Arm {
  if (typeof arm !== 'string') return arm;
  if (arm.startsWith(presetSign)) return { id: arm, model: { preset: presets.get(arm.slice(1)).id as never } };
  return { id: arm, model: { placement: placements.get(arm).id } };
}

/** The model of an arm: a preset's own choices stand above what all arms share; an initialisation keeps the embedding all share. */
export function armModel(shared: Partial<ModelInput>, { model }: Arm): ModelInput {
  const { preset, ...fields } = model;
  const own = preset === undefined ? {} : (presets.get(preset).model as Partial<ModelInput>);
  const init = fields.init === undefined ? {} : { init: { ...embeddingOf(shared.init), ...asObject(fields.init) } };
  return { ...shared, ...own, ...fields, ...init } as ModelInput;
}

const asObject = (init: NonNullable<ModelInput['init']>): object => (typeof init === 'string' ? { id: init } : init);

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
