/** From a run to its programs: one training step, the same with measurements, and evaluation. */
import { diagnostics } from '../diagnostic/index.ts';
import type { DiagnosticContext, Series } from '../diagnostic/types.ts';
import { gradient } from '../graph/gradient.ts';
import { concat, div, maximum, reshape, split, sqrt, sumSquares } from '../graph/math.ts';
import { newGraph, type Program, program } from '../graph/program.ts';
import type { Graph, Tensor } from '../graph/tensor.ts';
import { type BuiltModel, buildTransformer } from '../model/transformer.ts';
import type { MaskSpec, ModelConfig, ParameterSpec, StateSpec } from '../model/types.ts';
import { clipScale, globalNorm } from '../optim/clip.ts';
import { optimizers } from '../optim/optimizer/index.ts';
import type { OptimizerConfig } from '../optim/optimizer/types.ts';
import { type ParameterGroup, parameterGroups } from './groups.ts';

/** What a step carries and measures. */
export interface StepDescription {
  readonly parameters: readonly ParameterSpec[];
  readonly groups: readonly ParameterGroup[];
  readonly states: readonly StateSpec[];
  readonly masks: readonly MaskSpec[];
  /** Labels of each measured series; its values leave as `measure:<series>`. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
}

export interface StepProgram extends StepDescription {
  readonly program: Program;
}

export interface StepOptions {
  readonly model: ModelConfig;
  readonly batchSize: number;
  readonly optimizer: OptimizerConfig;
  readonly clip: number | null;
  /** Ids of the diagnostics to measure; none for the bare step. */
  readonly diagnostics: readonly string[];
}

/** Names under which a group's parameters and slots are fed; their next values leave as `next:` and that name. */
export const groupKey = (group: string): string => `group:${group}`;
export const slotKey = (group: string, slot: string): string => `group:${group}:${slot}`;

/** Loss, gradients and update in one program. Outputs: `loss`, `gradient_norm`, `next:<group, slot or state>`, `measure:<series>`. */
export function trainingStep(options: StepOptions): StepProgram {
  const { groups, built } = buildFromGroups(options);
  const { gradients, states } = gradientsOf(built);
  const flat = groups.map(({ entries }) =>
    concat(
      entries.map(({ key, length }) => reshape(gradients.get(key) as Tensor, [length])),
      0,
    ),
  );
  const norm = globalNorm(flat);
  const next = updates(built.scope.graph, groups, flat, options.optimizer, options.clip === null ? 1 : clipScale(norm, options.clip));
  for (const [key, after] of states) next.set(key, after);
  const updated = new Map(groups.flatMap((group) => [...parts(next.get(groupKey(group.id)) as Tensor, group)]));
  const series = measure(options.diagnostics, { config: options.model, scope: built.scope, gradients, updated });
  const outputs: Record<string, Tensor> = { loss: built.loss, gradient_norm: norm };
  for (const [key, tensor] of next) outputs[`next:${key}`] = tensor;
  for (const { id, values } of series) outputs[`measure:${id}`] = values;
  return { ...describe(built, groups), program: program(outputs), labels: labelsOf(series) };
}

interface GradientOptions extends Omit<StepOptions, 'optimizer' | 'clip'> {
  readonly gradients?: boolean;
  /** Whether every tap leaves too. */
  readonly taps?: boolean;
}

/** Loss, every gradient as `gradient:<key>`, measurements, and every tap as `tap:<name>` where asked for; no update. */
export function gradientProgram(options: GradientOptions): StepProgram {
  const { groups, built } = buildFromGroups(options);
  const { gradients } = gradientsOf(built);
  const series = measure(options.diagnostics, { config: options.model, scope: built.scope, gradients, updated: new Map() });
  const outputs: Record<string, Tensor> = { loss: built.loss };
  if (options.gradients !== false) for (const [key, tensor] of gradients) outputs[`gradient:${key}`] = tensor;
  if (options.taps) for (const [name, tensor] of built.scope.taps) outputs[`tap:${name}`] = tensor;
  for (const { id, values } of series) outputs[`measure:${id}`] = values;
  return { ...describe(built, groups), program: program(outputs), labels: labelsOf(series) };
}

/** The loss as evaluation sees it: no dropout, running statistics. Output: `loss`. */
export function evaluationProgram(model: ModelConfig, batchSize: number): StepProgram {
  const { groups, built } = buildFromGroups({ model, batchSize, train: false });
  return { ...describe(built, groups), program: program({ loss: built.loss }), labels: {} };
}

/** Builds the model twice: once to learn its parameters, then on tensors cut from the flat groups. */
function buildFromGroups({
  model,
  batchSize,
  train = true,
}: {
  readonly model: ModelConfig;
  readonly batchSize: number;
  readonly train?: boolean;
}) {
  const listed = buildTransformer(newGraph(), model, { batchSize, train });
  const groups = parameterGroups([...listed.scope.parameters.values()].map(({ spec }) => spec));
  const graph = newGraph();
  const tensors = new Map(groups.flatMap((group) => [...parts(graph.input(groupKey(group.id), [group.length]), group)]));
  const source = (key: string): Tensor => tensors.get(key) as Tensor;
  return { groups, built: buildTransformer(graph, model, { batchSize, train, source }) };
}

/** The tensors of a flat group, by key. */
export function parts(flat: Tensor, { entries }: ParameterGroup): Map<string, Tensor> {
  const pieces = split(
    flat,
    0,
    entries.map(({ length }) => length),
  );
  return new Map(entries.map(({ key, shape }, i) => [key, reshape(pieces[i] as Tensor, shape)]));
}

const describe = (
  { scope }: BuiltModel,
  groups: readonly ParameterGroup[],
): Pick<StepProgram, 'parameters' | 'groups' | 'states' | 'masks'> => ({
  parameters: [...scope.parameters.values()].map(({ spec }) => spec),
  groups,
  states: [...scope.states.values()].map(({ spec }) => spec),
  masks: scope.masks,
});

/** Gradients of the loss by parameter, and what the running states become. */
function gradientsOf({ scope, loss }: BuiltModel) {
  const entries = [...scope.parameters];
  const moved = [...scope.gradientStates];
  const targets = [...entries.map(([, { tensor }]) => tensor), ...moved.map(([, { of }]) => of)];
  const found = gradient(loss, targets);
  const states = new Map([...scope.states].map(([key, { next }]) => [key, next]));
  moved.forEach(([key, { next }], i) => {
    states.set(key, next(found[entries.length + i] as Tensor));
  });
  return { gradients: new Map(entries.map(([key], i) => [key, found[i] as Tensor])), states };
}

/** What the optimizer makes of every group, by the names under which the next values leave. */
export function updates(
  graph: Graph,
  groups: readonly ParameterGroup[],
  flat: readonly Tensor[],
  config: OptimizerConfig,
  gradientScale: Tensor | number,
) {
  const optimizer = optimizers.get(config.id);
  const next = new Map<string, Tensor>();
  groups.forEach((group, i) => {
    const { id, length, decays } = group;
    const slots = Object.fromEntries(optimizer.slots.map((slot) => [slot, graph.input(slotKey(id, slot), [length])]));
    const scalar = (name: string) => graph.input(`scalar:${name}`, []);
    const parameter = graph.input(groupKey(id), [length]);
    const result = optimizer.update({ parameter, gradient: flat[i] as Tensor, gradientScale, slots, scalar, config, decays });
    next.set(groupKey(id), onSphere(result.parameter, group));
    for (const slot of optimizer.slots) next.set(slotKey(id, slot), result.slots[slot] as Tensor);
  });
  return next;
}

/** A matrix whose vectors are kept at length 1, brought back to it. */
function onSphere(flat: Tensor, { unit }: ParameterGroup): Tensor {
  if (!unit) return flat;
  const matrix = reshape(flat, unit.shape);
  const lengths = sqrt(sumSquares(matrix, { axes: [unit.axis], keepDims: true }));
  return reshape(div(matrix, maximum(lengths, 1e-12)), flat.shape);
}

export const measure = (ids: readonly string[], context: DiagnosticContext): Series[] =>
  ids.flatMap((id) => [...diagnostics.get(id).measure(context)]);

export const labelsOf = (series: readonly Series[]): Record<string, readonly string[]> =>
  Object.fromEntries(series.map(({ id, labels }) => [id, labels]));
