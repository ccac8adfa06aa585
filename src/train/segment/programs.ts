/** The programs of a model in pieces: into the first block, through a run of blocks, out of the last, and the same way back. */
import { diagnostics } from '../../diagnostic/index.ts';
import type { DiagnosticContext, Series } from '../../diagnostic/types.ts';
import { gradient } from '../../graph/gradient.ts';
import { add, detach, mul, sum, sumSquares } from '../../graph/math.ts';
import { newGraph, type Program, program } from '../../graph/program.ts';
import type { Graph, Tensor } from '../../graph/tensor.ts';
import type { Stack } from '../../model/architecture/types.ts';
import type { Scope } from '../../model/scope.ts';
import {
  answer,
  type Build,
  enterStack,
  leaveStack,
  openBuild,
  type Passage,
  passBlocks,
  stacksOf,
  withLossTerms,
} from '../../model/transformer.ts';
import type { MaskSpec, ModelConfig, ParameterSpec, StateSpec } from '../../model/types.ts';
import { type ParameterGroup, parameterGroups } from '../groups.ts';
import { groupKey, measure, parts, type StepOptions, updates } from '../step.ts';
import type { Segment } from './cut.ts';

/** What a piece holds. */
export interface Holding {
  readonly parameters: readonly ParameterSpec[];
  readonly groups: readonly ParameterGroup[];
  readonly states: readonly StateSpec[];
  readonly masks: readonly MaskSpec[];
}

export interface Measured {
  readonly id: string;
  readonly labels: readonly string[];
  readonly ofEnd: boolean;
}

/** A program with the series that leave it as `measure:<id>`. */
export interface MeasuringProgram {
  readonly program: Program;
  readonly series: readonly Measured[];
}

type Options = Pick<StepOptions, 'model' | 'batchSize'> & { readonly train: boolean };

/** How one piece is built into a graph; what it returns leaves as outputs. */
type Piece = (build: Build, graph: Graph) => Readonly<Record<string, Tensor>>;

/** What leaves a program to enter the next one, under the name it has there behind this. */
export const passedOn = 'out:';
const stream = (i: number): string => `stream:${i}`;
const streamGradient = (i: number): string => `gradient:stream:${i}`;
export const groupGradient = (group: string): string => `gradient:group:${group}`;

const only = (model: ModelConfig): Stack => stacksOf(model)[0] as Stack;

/** Streams between two blocks: as many as the residual rule keeps. */
export function streamCount(model: ModelConfig): number {
  const build = openBuild(newGraph(), model, { batchSize: 1, train: false });
  return enterStack(build, only(model)).streams.length;
}

const streamsIn = (graph: Graph, { model, batchSize }: Options, count: number): Tensor[] =>
  Array.from({ length: count }, (_, i) => graph.input(stream(i), [batchSize * model.seqLen, model.dModel]));

const named = (name: (i: number) => string, tensors: readonly Tensor[]): Record<string, Tensor> =>
  Object.fromEntries(tensors.map((tensor, i) => [`${passedOn}${name(i)}`, tensor]));

const enter: Piece = (build) => named(stream, enterStack(build, only(build.config)).streams);

const through =
  ({ sublayers }: Segment, options: Options, count: number): Piece =>
  (build, graph) =>
    named(stream, passBlocks(build, passage(options, streamsIn(graph, options, count)), sublayers));

const passage = ({ model }: Options, streams: readonly Tensor[]): Passage => ({
  streams,
  seqLen: model.seqLen,
  causal: only(model).causal,
});

const leave =
  (options: Options, count: number): Piece =>
  (build, graph) => {
    const { stream: read } = leaveStack(build, only(options.model), { streams: streamsIn(graph, options, count) });
    return { loss: withLossTerms(build, answer(build, read).loss) };
  };

/** Lists what pieces hold by building them once. */
function holdingOf({ model, ...options }: Options, pieces: readonly Piece[]): Holding {
  const build = openBuild(newGraph(), model, options);
  for (const piece of pieces) piece(build, build.scope.graph);
  const { parameters, states, masks } = build.scope;
  const specs = [...parameters.values()].map(({ spec }) => spec);
  return { parameters: specs, groups: parameterGroups(specs), states: [...states.values()].map(({ spec }) => spec), masks };
}

export const segmentHolding = (segment: Segment, options: Options, count: number): Holding =>
  holdingOf(options, [through(segment, options, count)]);
export const endsHolding = (options: Options, count: number): Holding => holdingOf(options, [enter, leave(options, count)]);

interface Opened {
  readonly build: Build;
  readonly graph: Graph;
  readonly flat: ReadonlyMap<string, Tensor>;
}

/** A build whose parameters are cut from the flat groups. */
function opened({ model, ...options }: Options, { groups }: Holding): Opened {
  const graph = newGraph();
  const flat = new Map(groups.map(({ id, length }) => [id, graph.input(groupKey(id), [length])]));
  const tensors = new Map(groups.flatMap((group) => [...parts(flat.get(group.id) as Tensor, group)]));
  return { graph, flat, build: openBuild(graph, model, { ...options, source: (key) => tensors.get(key) as Tensor }) };
}

const forward = (options: Options, holding: Holding, piece: Piece): Program => {
  const { build, graph } = opened(options, holding);
  return program(piece(build, graph));
};

export const enterProgram = (options: Options, ends: Holding): Program => forward(options, ends, enter);
export const segmentProgram = (segment: Segment, options: Options, holding: Holding, count: number): Program =>
  forward(options, holding, through(segment, options, count));
/** The loss alone, for evaluation. */
export const lossProgram = (options: Options, ends: Holding, count: number): Program => forward(options, ends, leave(options, count));

/** Gradients of a scalar by group and by stream, and what the states become. A group that nothing here reads has none. */
function backwards({ build, flat }: Opened, holding: Holding, scalar: Tensor, streams: readonly Tensor[]) {
  const { scope } = build;
  const read = holding.groups.filter(({ entries }) => entries.some(({ key }) => scope.parameters.has(key)));
  const moved = [...scope.gradientStates];
  const targets = [...read.map(({ id }) => flat.get(id) as Tensor), ...streams, ...moved.map(([, { of }]) => of)];
  const found = gradient(scalar, targets);
  const states = new Map([...scope.states].map(([key, { next }]) => [key, next]));
  moved.forEach(([key, { next }], i) => {
    states.set(key, next(found[read.length + streams.length + i] as Tensor));
  });
  return {
    groups: new Map(read.map(({ id }, i) => [id, found[i] as Tensor])),
    streams: found.slice(read.length, read.length + streams.length),
    states,
  };
}

const nextStates = (states: ReadonlyMap<string, Tensor>): Record<string, Tensor> =>
  Object.fromEntries([...states].map(([key, tensor]) => [`next:${key}`, tensor]));

const gradientOutputs = (groups: ReadonlyMap<string, Tensor>): Record<string, Tensor> =>
  Object.fromEntries([...groups].map(([id, tensor]) => [`${passedOn}${groupGradient(id)}`, tensor]));

/** Outputs: `loss`, gradients of the streams and of the groups that head and final norm read, states. */
export function leaveBackProgram(options: Options, ends: Holding, count: number): Program {
  const open = opened(options, ends);
  const { loss } = leave(options, count)(open.build, open.graph) as { loss: Tensor };
  const found = backwards(open, ends, loss, streamsIn(open.graph, options, count));
  return program({ loss, ...named(streamGradient, found.streams), ...gradientOutputs(found.groups), ...nextStates(found.states) });
}

/** A scalar whose gradient by the streams is what came back to them. */
function pulled(build: Build, graph: Graph, streams: readonly Tensor[]): Tensor {
  const pull = streams.map((out, i) => sum(mul(out, detach(graph.input(streamGradient(i), out.shape)))));
  return withLossTerms(
    build,
    pull.reduce((a, b) => add(a, b)),
  );
}

/** Outputs: gradients of the streams before the segment and of its groups, their sum of squares, states, measurements. */
export function segmentBackProgram(
  segment: Segment,
  options: Options,
  holding: Holding,
  count: number,
  ids: readonly string[],
): MeasuringProgram {
  const open = opened(options, holding);
  const { build, graph } = open;
  const before = streamsIn(graph, options, count);
  build.scope.tap('embed.out', graph.input('embed.out', (before[0] as Tensor).shape));
  const after = passBlocks(build, passage(options, before), segment.sublayers);
  const found = backwards(open, holding, pulled(build, graph, after), before);
  const gradients = new Map(holding.groups.flatMap((group) => [...parts(found.groups.get(group.id) as Tensor, group)]));
  const context = { config: ownConfig(options.model, segment), scope: build.scope, gradients, updated: new Map() };
  const series = measure(without(ids, 'updates'), context);
  const outputs = { ...named(streamGradient, found.streams), ...gradientOutputs(found.groups), ...nextStates(found.states) };
  return measuring({ ...outputs, squares: squares(found.groups) }, series);
}

/** Outputs: gradients of all groups of both ends, given those of the last piece as inputs of the same names; states. */
export function enterBackProgram(options: Options, ends: Holding, leaveGroups: ReadonlySet<string>): Program {
  const open = opened(options, ends);
  const { build, graph } = open;
  const { streams } = enterStack(build, only(options.model));
  const found = backwards(open, ends, pulled(build, graph, streams), []);
  const total = new Map(
    ends.groups.map(({ id, length }) => {
      const here = found.groups.get(id);
      const there = leaveGroups.has(id) ? graph.input(groupGradient(id), [length]) : undefined;
      return [id, here && there ? add(here, there) : ((here ?? there) as Tensor)] as const;
    }),
  );
  return program({ ...gradientOutputs(total), squares: squares(total), ...nextStates(found.states) });
}

/** One optimizer step of every group of a piece, `gradient_scale` on the gradients; measurements of what moved. */
export function updateProgram(piece: Segment | undefined, options: StepOptions, holding: Holding): MeasuringProgram {
  const graph = newGraph();
  const flat = holding.groups.map(({ id, length }) => graph.input(groupGradient(id), [length]));
  const next = updates(graph, holding.groups, flat, options.optimizer, graph.input('gradient_scale', []));
  const outputs = Object.fromEntries([...next].map(([key, tensor]) => [`next:${key}`, tensor]));
  if (!piece) return measuring(outputs, []);
  const updated = new Map(holding.groups.flatMap((group) => [...parts(next.get(groupKey(group.id)) as Tensor, group)]));
  const now = new Map(holding.groups.flatMap((group) => [...parts(graph.input(groupKey(group.id), [group.length]), group)]));
  const parameters = new Map(holding.parameters.map((spec) => [spec.key, { spec, tensor: now.get(spec.key) as Tensor }]));
  const scope = { parameters } as unknown as Scope;
  const context = { config: ownConfig(options.model, piece), scope, gradients: new Map(), updated };
  return measuring(outputs, measure(withNeed(options.diagnostics, 'updates'), context));
}

type Need = 'taps' | 'gradients' | 'updates';
const withNeed = (ids: readonly string[], need: Need): string[] => ids.filter((id) => diagnostics.get(id).needs.includes(need));
const without = (ids: readonly string[], need: Need): string[] => ids.filter((id) => !diagnostics.get(id).needs.includes(need));

/** The model as a diagnostic of this segment sees it. */
const ownConfig = (model: ModelConfig, { length }: Segment): DiagnosticContext['config'] => ({ ...model, nLayers: length });

const squares = (groups: ReadonlyMap<string, Tensor>): Tensor => [...groups.values()].map((g) => sumSquares(g)).reduce((a, b) => add(a, b));

function measuring(outputs: Readonly<Record<string, Tensor>>, series: readonly Series[]): MeasuringProgram {
  const measures = Object.fromEntries(series.map(({ id, values }) => [`measure:${id}`, values]));
  return {
    program: program({ ...outputs, ...measures }),
    series: series.map(({ id, labels, ofEnd = false }) => ({ id, labels, ofEnd })),
  };
}
