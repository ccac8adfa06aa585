/** The model that an explanation is about: a placement in a network of a certain shape, checked like any run. */
import { placements } from '../model/placement/index.ts';
import { pre } from '../model/placement/pre.ts';
import { rotary } from '../model/position/rotary.ts';
import type { Choice, ModelConfig } from '../model/types.ts';
import { tokenShape } from '../model/types.ts';
import { parseRun } from '../spec/parse.ts';
import type { RunInput } from '../spec/schema.ts';
import { taskFor } from '../task/index.ts';

export interface Shape {
  readonly depth: number;
  readonly width: number;
  readonly heads: number;
  readonly architecture: string;
  readonly normalizer: Choice;
}

/** Twelve blocks, as the published constants are mostly quoted for. */
export const defaultShape: Shape = { depth: 12, width: 64, heads: 4, architecture: 'decoder', normalizer: { id: 'layer' } };

const vocabulary = 64;
const context = 8;

/** Of a placement that people write, the one without any rule. */
const withPlan = (placement: Choice): Choice => (placements.get(placement.id).written ? { rules: [], ...placement } : placement);

/** @throws UserError when the placement does not fit the shape. */
export const modelFor = (placement: Choice, { depth, width, heads, architecture, normalizer }: Shape): ModelConfig =>
  modelOf({
    model: { placement: withPlan(placement), normalizer, architecture, nLayers: depth, dModel: width, nHeads: heads } as RunInput['model'],
    task: taskFor(architecture).id as RunInput['task'],
  });

/** The model of a spec, on a few tokens. @throws UserError when a field does not fit. */
export function modelOf(spec: RunInput): ModelConfig {
  const { model } = parseRun(spec);
  return { ...model, seqLen: context, ...tokenShape(vocabulary), sourceLen: model.architecture === 'encoder-decoder' ? context : 0 };
}

/** An attention norm in Pre-Norm, with rotary positions, so that its equation says which of the two comes first. */
export const attentionNormModel = (attentionNorm: Choice, shape: Shape): ModelConfig => ({
  ...modelFor({ id: pre.id }, shape),
  position: rotary.id,
  attentionNorm,
});
