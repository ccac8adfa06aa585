/** Cases computed by PyTorch from an independent model (test/oracle/torch), and ours set up to be compared with them. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Data, Engine } from '../../src/engine/types.ts';
import { type ModelConfig, tokenShape } from '../../src/model/types.ts';
import { optimizers } from '../../src/optim/optimizer/index.ts';
import type { OptimizerConfig } from '../../src/optim/optimizer/types.ts';
import { evaluationProgram, gradientProgram, groupKey, type StepProgram, slotKey, trainingStep } from '../../src/train/step.ts';
import { compileAll, runAll } from './run-all.ts';

interface Dense {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export interface OracleCase {
  readonly name: string;
  readonly config: Pick<
    ModelConfig,
    'activation' | 'position' | 'vocabSize' | 'dModel' | 'nHeads' | 'dFf' | 'nLayers' | 'seqLen' | 'tiedHead'
  > & {
    readonly placement: string;
    readonly normalizer: string;
    readonly batchSize: number;
    readonly optimizer: { readonly id: string; readonly lr: number; readonly [name: string]: unknown };
    readonly clip: number | null;
  };
  readonly params: Readonly<Record<string, Dense>>;
  readonly batches: readonly { readonly tokens: readonly number[]; readonly targets: readonly number[] }[];
  readonly loss: number;
  readonly losses: readonly number[];
  readonly evalLoss: number;
  readonly gradNorms: readonly number[];
  readonly gradients: Readonly<Record<string, Dense>>;
  readonly after: Readonly<Record<string, Dense>>;
  readonly buffersAfter?: Readonly<Record<string, Dense>>;
  readonly streams: readonly { readonly name: string; readonly data: readonly number[] }[];
  /** Flat indices whose gradient is zero in theory: Adam magnifies their rounding, so `after` is not compared there. */
  readonly zeroGradients: Readonly<Record<string, readonly number[]>>;
}

/** Steps of every case. */
const batches = 3;

const folder = new URL('../oracle/data/', import.meta.url);

export const oracleCases: readonly OracleCase[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json') && name !== 'signal.json')
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as OracleCase);

export function modelOf({ config }: OracleCase): ModelConfig {
  const { placement, normalizer, activation, tiedHead, position, vocabSize, dModel, nHeads, dFf, nLayers, seqLen } = config;
  return {
    ...tokenShape(vocabSize),
    architecture: 'decoder',
    activation,
    position,
    dModel,
    nHeads,
    nKvHeads: nHeads,
    dFf,
    nLayers,
    nEncoderLayers: nLayers,
    seqLen,
    tiedHead,
    bias: true,
    placement: { id: placement },
    normalizer: { id: normalizer },
    attentionNorm: { id: 'none' },
    init: { id: 'normal' },
    dropout: 0,
  };
}

function optimizerOf({ config }: OracleCase): OptimizerConfig {
  const {
    id,
    lr,
    betas,
    eps,
    weightDecay,
    weight_decay: decay,
    momentum,
  } = config.optimizer as Record<string, unknown> & { id: string; lr: number };
  const given = Object.fromEntries(
    Object.entries({ lr, betas, eps, weightDecay: weightDecay ?? decay, momentum }).filter(([, value]) => value !== undefined),
  );
  return { ...optimizers.get(id).defaults, id, ...given } as OptimizerConfig;
}

function batchFeeds({ config, batches }: OracleCase, index: number) {
  const { tokens, targets } = batches[index] as OracleCase['batches'][number];
  const count = config.batchSize * config.seqLen;
  return {
    tokens: Int32Array.from(tokens.flat(2)),
    targets: Int32Array.from(targets.flat(2)),
    weights: new Float64Array(count).fill(1 / count),
  };
}

type Described = Pick<StepProgram, 'groups' | 'states'>;

/** The case's parameters as the flat groups a program reads, and its states as they start. */
function startValues({ params }: OracleCase, { groups, states }: Described): Record<string, Float64Array> {
  const flat = groups.map(
    ({ id, entries }) => [groupKey(id), Float64Array.from(entries.flatMap(({ key }) => (params[key] as Dense).data.flat(3)))] as const,
  );
  const running = states.map(({ key, shape, initial }) => [key, new Float64Array(shape[0] as number).fill(initial)] as const);
  return Object.fromEntries([...flat, ...running]);
}

/** Our loss and gradients of each case's first batch, by its name. */
export async function ourGradients(engine: Engine, cases: readonly OracleCase[]) {
  const built = cases.map((oracle) => ({
    oracle,
    step: gradientProgram({ model: modelOf(oracle), batchSize: oracle.config.batchSize, diagnostics: [] }),
  }));
  const outputs = await runAll(
    engine,
    Object.fromEntries(
      built.map(({ oracle, step }) => [
        oracle.name,
        { program: step.program, feeds: { ...startValues(oracle, step), ...batchFeeds(oracle, 0) } },
      ]),
    ),
  );
  return new Map(
    built.map(({ oracle: { name }, step: { parameters } }) => [
      name,
      {
        loss: outputs[name]?.loss?.[0] as number,
        gradient: (key: string) => outputs[name]?.[`gradient:${key}`] as Float64Array,
        keys: parameters.map(({ key }) => key),
      },
    ]),
  );
}

/** Our parameters, states and losses after each case's steps, and the evaluation loss then, by its name. */
export async function ourSteps(engine: Engine, cases: readonly OracleCase[]) {
  const runs = cases.map((oracle) => {
    const [model, optimizer] = [modelOf(oracle), optimizerOf(oracle)];
    const { batchSize, clip } = oracle.config;
    const step = trainingStep({ model, batchSize, optimizer, clip, diagnostics: [] });
    const values: Record<string, Data> = startValues(oracle, step);
    for (const { id, length } of step.groups) {
      for (const slot of optimizers.get(optimizer.id).slots) values[slotKey(id, slot)] = new Float64Array(length);
    }
    const evaluation = evaluationProgram(model, batchSize).program;
    return { oracle, optimizer, step, evaluation, values, losses: [] as number[], norms: [] as number[] };
  });
  const byName = <T>(of: (run: (typeof runs)[number]) => T) => Object.fromEntries(runs.map((run) => [run.oracle.name, of(run)]));
  const sessions = await compileAll(
    engine,
    byName(({ step }) => step.program),
  );
  for (let step = 0; step < batches; step++) {
    const outputs = await sessions.run(
      byName(({ oracle, optimizer, values }) => {
        const scalars = optimizers.get(optimizer.id).scalars(optimizer, step + 1, optimizer.lr);
        const feeds = Object.fromEntries(Object.entries(scalars).map(([name, value]) => [`scalar:${name}`, Float64Array.of(value)]));
        return { ...values, ...feeds, ...batchFeeds(oracle, step) };
      }),
    );
    for (const { oracle, values, losses, norms } of runs) {
      const own = outputs[oracle.name] as Record<string, Data>;
      losses.push(own.loss?.[0] as number);
      norms.push(own.gradient_norm?.[0] as number);
      for (const key of Object.keys(values)) values[key] = own[`next:${key}`] as Data;
    }
  }
  await sessions.release();
  const evaluated = await runAll(
    engine,
    byName(({ oracle, evaluation, values }) => ({ program: evaluation, feeds: { ...values, ...batchFeeds(oracle, 0) } })),
  );
  return new Map(
    runs.map(({ oracle: { name }, step, values, losses, norms }) => [
      name,
      { values: named(step, values), losses, norms, evalLoss: evaluated[name]?.loss?.[0] as number },
    ]),
  );
}

/** Flat groups cut back into parameters. */
function named({ groups, states }: Described, values: Readonly<Record<string, Data>>): Record<string, Data> {
  const cut = groups.flatMap(({ id, entries }) =>
    entries.map(({ key, offset, length }) => [key, (values[groupKey(id)] as Float64Array).slice(offset, offset + length)] as const),
  );
  return Object.fromEntries([...cut, ...states.map(({ key }) => [key, values[key] as Data] as const)]);
}
