/** A training step in pieces, behind the same face as one in a single program: the loop does not know the difference. */
import { compileStaying, isOnDevice, release } from '../../engine/resident.ts';
import type { Data, Engine, Session, Value } from '../../engine/types.ts';
import type { Program } from '../../graph/program.ts';
import type { ModelConfig, ParameterSpec } from '../../model/types.ts';
import { optimizers } from '../../optim/optimizer/index.ts';
import { groupKey, type StepDescription, type StepOptions, slotKey } from '../step.ts';
import { globalKey, type Segment, segmentsOf } from './cut.ts';
import {
  endsHolding,
  enterBackProgram,
  enterProgram,
  groupGradient,
  type Holding,
  leaveBackProgram,
  lossProgram,
  type Measured,
  type MeasuringProgram,
  passedOn,
  segmentBackProgram,
  segmentHolding,
  segmentProgram,
  streamCount,
  updateProgram,
} from './programs.ts';

/** A step that opens its own sessions. */
export interface PiecedStep extends StepDescription {
  open(engine: Engine): Promise<Session<Value>>;
}

/** A run of blocks, or the two ends (embedding, final norm, head), under names of its own. */
interface Piece {
  readonly id: string;
  readonly holding: Holding;
  readonly segment?: Segment;
}

type Feeds = Readonly<Record<string, Value>>;
type Outputs = Record<string, Value>;

/** The model's names of what a piece has under its own. */
const keyOf = ({ segment }: Piece, key: string): string => (segment ? globalKey(segment, key) : key);
const groupOf = ({ id }: Piece, group: string): string => `${id}/${group}`;

function describe(pieces: readonly Piece[], labels: StepDescription['labels']): StepDescription {
  const each = <T>(pick: (piece: Piece) => readonly T[]) => pieces.flatMap(pick);
  return {
    parameters: each((piece) => piece.holding.parameters.map((spec) => globalSpec(piece, spec))),
    groups: each((piece) =>
      piece.holding.groups.map((group) => ({
        ...group,
        id: groupOf(piece, group.id),
        entries: group.entries.map((entry) => ({ ...entry, key: keyOf(piece, entry.key) })),
      })),
    ),
    states: each((piece) => piece.holding.states.map((spec) => ({ ...spec, key: keyOf(piece, spec.key) }))),
    masks: each((piece) => piece.holding.masks.map((spec) => ({ ...spec, name: keyOf(piece, spec.name) }))),
    labels,
  };
}

function globalSpec(piece: Piece, spec: ParameterSpec): ParameterSpec {
  const { place } = spec;
  const global = place && { ...place, key: keyOf(piece, place.key), block: keyOf(piece, `${place.block}.`).slice(0, -1) };
  return { ...spec, key: keyOf(piece, spec.key), ...(global && { place: global }) };
}

/** What a piece is fed: its groups and states from the model's values, its masks and the step from the feeds. */
function feedsOf(piece: Piece, feeds: Feeds): Outputs {
  const { groups, states, masks } = piece.holding;
  const own: Outputs = {};
  for (const { id } of groups) own[groupKey(id)] = feeds[groupKey(groupOf(piece, id))] as Value;
  for (const { key } of states) own[key] = feeds[keyOf(piece, key)] as Value;
  for (const { name } of masks) own[name] = feeds[keyOf(piece, name)] as Value;
  for (const [name, value] of Object.entries(piece.segment?.given ?? {})) own[name] = Float64Array.of(value);
  if (feeds.step) own.step = feeds.step;
  return own;
}

/** The first number of an output that no device keeps. */
const scalar = (value: Value | undefined): number => (value as Data)[0] as number;

const dataFeeds = ({ tokens, patches, targets, weights }: Feeds): Outputs =>
  Object.fromEntries(Object.entries({ tokens, patches, targets, weights }).filter(([, value]) => value !== undefined)) as Outputs;

const pick = (outputs: Feeds, prefix: string): Outputs =>
  Object.fromEntries(Object.entries(outputs).filter(([name]) => name.startsWith(prefix)));

/** What a program leaves for the next, by the names it has there. */
const passed = (outputs: Feeds): Outputs =>
  Object.fromEntries(Object.entries(pick(outputs, passedOn)).map(([name, data]) => [name.slice(passedOn.length), data]));

/** What goes to the next piece or the next step need not pass through the host. */
const stays = (output: string): boolean => output.startsWith(passedOn) || output.startsWith('next:');

/** Sessions by what their programs are: pieces of one shape share one. */
class Sessions {
  private readonly opened = new Map<string, Promise<Session<Value>>>();

  constructor(private readonly engine: Engine) {}

  get(key: string, build: () => Program): Promise<Session<Value>> {
    const known = this.opened.get(key) ?? compileStaying(this.engine, build(), stays);
    this.opened.set(key, known);
    return known;
  }

  /** One step's calls: what they leave on a device is given back when it ends, but for what it returns. */
  async during(work: (call: Call) => Promise<Outputs>): Promise<Outputs> {
    const left = new Set<Value>();
    const call: Call = async (key, build, feeds) => {
      const outputs = await (await this.get(key, build)).run(feeds);
      for (const value of Object.values(outputs)) if (isOnDevice(value)) left.add(value);
      return outputs;
    };
    try {
      const outputs = await work(call);
      for (const value of Object.values(outputs)) left.delete(value);
      return outputs;
    } finally {
      release(left);
    }
  }

  async release(): Promise<void> {
    for (const session of this.opened.values()) await (await session).release();
    this.opened.clear();
  }
}

/** Runs the session of a program. */
type Call = (key: string, build: () => Program, feeds: Feeds) => Promise<Outputs>;

interface Cut {
  readonly count: number;
  readonly ends: Piece;
  readonly blocks: readonly (Piece & { readonly segment: Segment })[];
}

type CutOptions = { readonly model: ModelConfig; readonly batchSize: number; readonly train: boolean; readonly segmentLength?: number };

function cut({ segmentLength, ...options }: CutOptions): Cut {
  const count = streamCount(options.model);
  const blocks = segmentsOf(options.model, segmentLength).map((segment) => {
    return { id: `segment${segment.index}`, segment, holding: segmentHolding(segment, options, count) };
  });
  return { count, ends: { id: 'ends', holding: endsHolding(options, count) }, blocks };
}

/** The loss as evaluation sees it. Output: `loss`. */
export function piecedEvaluation(model: ModelConfig, batchSize: number, segmentLength?: number): PiecedStep {
  const options = { model, batchSize, train: false, segmentLength };
  const parts = cut(options);
  return {
    ...describe([parts.ends, ...parts.blocks], {}),
    open: async (engine) => {
      const sessions = new Sessions(engine);
      const build = () => lossProgram(options, parts.ends.holding, parts.count);
      const run = (feeds: Feeds) =>
        sessions.during(async (call) => {
          const { last } = await forwards(call, parts, options, feeds);
          return call('loss', build, { ...feedsOf(parts.ends, feeds), ...dataFeeds(feeds), ...last });
        });
      return { run, release: () => sessions.release() };
    },
  };
}

/** Streams before every segment, and behind the last. */
async function forwards(
  call: Call,
  { ends, blocks, count }: Cut,
  options: CutOptions,
  feeds: Feeds,
): Promise<{ readonly before: readonly Outputs[]; readonly last: Outputs }> {
  const entered = { ...feedsOf(ends, feeds), ...dataFeeds(feeds) };
  let streams = passed(await call('enter', () => enterProgram(options, ends.holding), entered));
  const before: Outputs[] = [];
  for (const piece of blocks) {
    before.push(streams);
    const build = () => segmentProgram(piece.segment, options, piece.holding, count);
    streams = passed(await call(`forward/${piece.segment.shape}`, build, { ...feedsOf(piece, feeds), ...streams }));
  }
  return { before, last: streams };
}

/** Loss, gradients and update. Outputs as of one program: `loss`, `gradient_norm`, `next:<…>`, `measure:<series>`. */
export function piecedStep(options: StepOptions, segmentLength?: number): PiecedStep {
  const training = { model: options.model, batchSize: options.batchSize, train: true, segmentLength };
  const parts = cut(training);
  const pieces: readonly Piece[] = [parts.ends, ...parts.blocks];
  const backs = shared((piece: Cut['blocks'][number]) =>
    segmentBackProgram(piece.segment, training, piece.holding, parts.count, options.diagnostics),
  );
  const updates = shared((piece: Piece) => updateProgram(piece.segment, options, piece.holding));
  const measured = joined(parts, (piece) => [...backs(piece).series, ...updates(piece).series]);
  return {
    ...describe(pieces, Object.fromEntries(measured.map(({ id, labels }) => [id, labels]))),
    open: async (engine) => {
      const sessions = new Sessions(engine);
      const step = stepper({ parts, pieces, options, training, backs, updates, measured });
      const run = (feeds: Feeds) => sessions.during((call) => step(call, feeds));
      return { run, release: () => sessions.release() };
    },
  };
}

const shapeOf = ({ segment, id }: Piece): string => segment?.shape ?? id;

/** One program for all pieces of a shape, built when first asked for. */
function shared<P extends Piece>(build: (piece: P) => MeasuringProgram): (piece: P) => MeasuringProgram {
  const known = new Map<string, MeasuringProgram>();
  return (piece) => {
    const found = known.get(shapeOf(piece)) ?? build(piece);
    known.set(shapeOf(piece), found);
    return found;
  };
}

/** The series of all segments behind one another; of those that speak of the end, the last segment's. */
function joined({ blocks }: Cut, series: (piece: Cut['blocks'][number]) => readonly Measured[]): { id: string; labels: string[] }[] {
  const labels = new Map<string, string[]>();
  for (const piece of blocks) {
    for (const { id, labels: own, ofEnd } of series(piece)) {
      const global = own.map((label) => keyOf(piece, `${label}.`).slice(0, -1));
      labels.set(id, ofEnd ? global : [...(labels.get(id) ?? []), ...global]);
    }
  }
  return [...labels].map(([id, all]) => ({ id, labels: all }));
}

interface Stepper {
  readonly parts: Cut;
  readonly pieces: readonly Piece[];
  readonly options: StepOptions;
  readonly training: CutOptions;
  readonly backs: (piece: Cut['blocks'][number]) => MeasuringProgram;
  readonly updates: (piece: Piece) => MeasuringProgram;
  readonly measured: readonly { readonly id: string; readonly labels: readonly string[] }[];
}

function stepper({ parts, pieces, options, training, backs, updates, measured }: Stepper) {
  const { ends, blocks, count } = parts;
  const { slots } = optimizers.get(options.optimizer.id);
  return async (call: Call, feeds: Feeds): Promise<Outputs> => {
    const outputs: Outputs = {};
    const gradients = new Map<Piece, Outputs>();
    const measures = new Map<string, Data[]>();
    const keep = (piece: Piece, found: Outputs): void => {
      for (const [name, data] of Object.entries(found)) {
        if (name.startsWith('next:')) outputs[`next:${nextName(piece, name.slice('next:'.length))}`] = data;
        if (name.startsWith('measure:')) measures.set(name, [data as Data, ...(measures.get(name) ?? [])]);
      }
    };
    const { before, last } = await forwards(call, parts, training, feeds);
    const ofEnds = { ...feedsOf(ends, feeds), ...dataFeeds(feeds) };
    const left = await call('leave', () => leaveBackProgram(training, ends.holding, count), { ...ofEnds, ...last });
    keep(ends, left);
    let back = pick(passed(left), 'gradient:stream:');
    let squares = 0;
    for (const [i, piece] of [...blocks.entries()].reverse()) {
      const found = await call(`back/${piece.segment.shape}`, () => backs(piece).program, {
        ...feedsOf(piece, feeds),
        ...before[i],
        ...back,
        'embed.out': before[0]?.['stream:0'] as Value,
      });
      keep(piece, found);
      gradients.set(piece, pick(passed(found), 'gradient:group:'));
      squares += scalar(found.squares);
      back = pick(passed(found), 'gradient:stream:');
    }
    const leaveGroups = pick(passed(left), 'gradient:group:');
    const read = new Set(ends.holding.groups.map(({ id }) => id).filter((id) => groupGradient(id) in leaveGroups));
    const enterBack = () => enterBackProgram(training, ends.holding, read);
    const entered = await call('enter/back', enterBack, { ...ofEnds, ...leaveGroups, ...back });
    keep(ends, entered);
    gradients.set(ends, pick(passed(entered), 'gradient:group:'));
    squares += scalar(entered.squares);

    const norm = Math.sqrt(squares);
    const scale = options.clip === null ? 1 : Math.min(1, options.clip / (norm + 1e-6));
    for (const piece of [...pieces].reverse()) {
      const found = await call(`update/${shapeOf(piece)}`, () => updates(piece).program, {
        ...feedsOf(piece, feeds),
        ...slotFeeds(piece, feeds, slots),
        ...gradients.get(piece),
        gradient_scale: Float64Array.of(scale),
      });
      keep(piece, found);
    }
    for (const { id, labels } of measured) {
      const all = (measures.get(`measure:${id}`) ?? []).flatMap((part) => [...part]);
      // Of what speaks of the end only the last segment's stays.
      outputs[`measure:${id}`] = Float64Array.from(all.slice(all.length - labels.length));
    }
    return { ...outputs, loss: left.loss as Value, gradient_norm: Float64Array.of(norm) };
  };
}

/** Groups and slots are the piece's, states the model's by renaming. */
function nextName(piece: Piece, name: string): string {
  const group = /^group:/.exec(name);
  return group ? groupKey(groupOf(piece, name.slice('group:'.length))) : keyOf(piece, name);
}

function slotFeeds(piece: Piece, feeds: Feeds, slots: readonly string[]): Outputs {
  const own: Outputs = {};
  for (const { id } of piece.holding.groups)
    for (const slot of slots) own[slotKey(id, slot)] = feeds[slotKey(groupOf(piece, id), slot)] as Value;
  return { ...own, ...pick(feeds, 'scalar:') };
}
