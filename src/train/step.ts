/** From a run to its programs: one training step, the same with measurements, and evaluation. */
import { diagnostics } from '../diagnostic/index.ts';
import type { DiagnosticContext, Series } from '../diagnostic/types.ts';
import { gradient } from '../graph/gradient.ts';
import { newGraph, type Program, program } from '../graph/program.ts';
import type { Tensor } from '../graph/tensor.ts';
import { type BuiltModel, buildTransformer } from '../model/transformer.ts';
import type { MaskSpec, ModelConfig, ParameterSpec, StateSpec } from '../model/types.ts';
import { clipScale, globalNorm } from '../optim/clip.ts';
import { optimizers } from '../optim/optimizer/index.ts';
import type { OptimizerConfig } from '../optim/optimizer/types.ts';

export interface StepProgram {
  readonly program: Program;
  readonly parameters: readonly ParameterSpec[];
  readonly states: readonly StateSpec[];
  readonly masks: readonly MaskSpec[];
  /** Labels of each measured series; its values leave as `measure:<series>`. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
}

export interface StepOptions {
  readonly model: ModelConfig;
  readonly batchSize: number;
  readonly optimizer: OptimizerConfig;
  readonly clip: number | null;
  /** Ids of the diagnostics to measure; none for the bare step. */
  readonly diagnostics: readonly string[];
}

/** Name under which an optimizer's slot of a parameter is fed; its next value leaves as `next:` and that name. */
export const slotKey = (parameter: string, slot: string): string => `${parameter}:${slot}`;

/** Loss, gradients and update in one program. Outputs: `loss`, `gradient_norm`, `next:<key>`, `measure:<series>`. */
export function trainingStep(options: StepOptions): StepProgram {
  const graph = newGraph();
  const built = buildTransformer(graph, options.model, { batchSize: options.batchSize, train: true });
  const gradients = parameterGradients(built);
  const norm = globalNorm([...gradients.values()]);
  const next = updates(built, gradients, options, options.clip === null ? 1 : clipScale(norm, options.clip));
  for (const { spec, next: after } of built.scope.states.values()) next.set(spec.key, after);
  const series = measure(options.diagnostics, { config: options.model, scope: built.scope, gradients, updated: next });
  const outputs: Record<string, Tensor> = { loss: built.loss, gradient_norm: norm };
  for (const [key, tensor] of next) outputs[`next:${key}`] = tensor;
  for (const { id, values } of series) outputs[`measure:${id}`] = values;
  return { ...describe(built), program: program(outputs), labels: labelsOf(series) };
}

/** Loss, every gradient as `gradient:<key>`, and measurements; no update. */
export function gradientProgram(options: Omit<StepOptions, 'optimizer' | 'clip'> & { readonly gradients?: boolean }): StepProgram {
  const built = buildTransformer(newGraph(), options.model, { batchSize: options.batchSize, train: true });
  const gradients = parameterGradients(built);
  const series = measure(options.diagnostics, { config: options.model, scope: built.scope, gradients, updated: new Map() });
  const outputs: Record<string, Tensor> = { loss: built.loss };
  if (options.gradients !== false) for (const [key, tensor] of gradients) outputs[`gradient:${key}`] = tensor;
  for (const { id, values } of series) outputs[`measure:${id}`] = values;
  return { ...describe(built), program: program(outputs), labels: labelsOf(series) };
}

/** The loss as evaluation sees it: no dropout, running statistics. Output: `loss`. */
export function evaluationProgram(model: ModelConfig, batchSize: number): StepProgram {
  const built = buildTransformer(newGraph(), model, { batchSize, train: false });
  return { ...describe(built), program: program({ loss: built.loss }), labels: {} };
}

const describe = ({ scope }: BuiltModel): Pick<StepProgram, 'parameters' | 'states' | 'masks'> => ({
  parameters: [...scope.parameters.values()].map(({ spec }) => spec),
  states: [...scope.states.values()].map(({ spec }) => spec),
  masks: scope.masks,
});

function parameterGradients({ scope, loss }: BuiltModel): Map<string, Tensor> {
  const entries = [...scope.parameters];
  const gradients = gradient(loss, entries.map(([, { tensor }]) => tensor));
  return new Map(entries.map(([key], i) => [key, gradients[i] as Tensor]));
}

function updates({ scope }: BuiltModel, gradients: ReadonlyMap<string, Tensor>, { optimizer: config }: StepOptions, gradientScale: Tensor | number) {
  const optimizer = optimizers.get(config.id);
  const next = new Map<string, Tensor>();
  for (const [key, { spec, tensor: parameter }] of scope.parameters) {
    const slots = Object.fromEntries(optimizer.slots.map((slot) => [slot, scope.graph.input(slotKey(key, slot), spec.shape)]));
    const result = optimizer.update({
      parameter,
      gradient: gradients.get(key) as Tensor,
      gradientScale,
      slots,
      scalar: (name) => scope.graph.input(`scalar:${name}`, []),
      config,
      decays: spec.shape.length >= 2,
    });
    next.set(key, result.parameter);
    for (const slot of optimizer.slots) next.set(slotKey(key, slot), result.slots[slot] as Tensor);
  }
  return next;
}

const measure = (ids: readonly string[], context: DiagnosticContext): Series[] => ids.flatMap((id) => [...diagnostics.get(id).measure(context)]);

const labelsOf = (series: readonly Series[]): Record<string, readonly string[]> => Object.fromEntries(series.map(({ id, labels }) => [id, labels]));
