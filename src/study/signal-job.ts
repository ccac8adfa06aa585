/** One network at initialisation, measured: no training, one forward and one backward pass. */

import { random } from '../core/random.ts';
import type { Data, Engine } from '../engine/types.ts';
import { size } from '../graph/tensor.ts';
import { everyBlockEnd, everySublayer } from '../model/taps.ts';
import type { ModelConfig } from '../model/types.ts';
import type { Batch, Task, TaskConfig } from '../task/types.ts';
import { startValues } from '../train/start.ts';
import { gradientProgram } from '../train/step.ts';

export interface SignalJob {
  readonly arm: string;
  readonly model: ModelConfig;
  readonly batchSize: number;
  readonly seeds: readonly number[];
  /** What the network reads; uniformly random tokens when left out. */
  readonly task?: TaskConfig;
}

/** Per seed; blocks from 1 to depth, of the stack that answers. */
export interface SignalMeasurement {
  readonly arm: string;
  readonly depth: number;
  readonly parameterCount: number;
  readonly seeds: readonly {
    readonly lastFfnGradNorm: number;
    readonly gradNormByLayer: readonly number[];
    /** Mean square per feature of the stream after each block. */
    readonly streamEnergy: readonly number[];
    readonly embeddingShare: readonly number[];
  }[];
}

const measured = ['gradient-norm', 'stream-rms', 'embedding-share'];

/** @param task that gives the batches; without one tokens are drawn. */
export async function measureSignal(engine: Engine, { arm, model, batchSize, seeds }: SignalJob, task?: Task): Promise<SignalMeasurement> {
  const built = gradientProgram({ model, batchSize, diagnostics: measured, gradients: false });
  const session = await engine.compile(built.program);
  const sublayers = everySublayer(model, 'stream_out');
  const ends = new Set(everyBlockEnd(model, 'stream_out'));
  const results: SignalMeasurement['seeds'][number][] = [];
  for (const seed of seeds) {
    const batch = { ...(task ? task.train(seed, 0, batchSize) : randomBatch(model, batchSize, seed)) } as Record<string, Data>;
    const values = await startValues(engine, built, model, { seed, batchSize }, batch);
    const outputs = await session.run({ ...Object.fromEntries(values), ...batch, step: Float64Array.of(1) });
    const series = (id: string) => Array.from(outputs[`measure:${id}`] as ArrayLike<number>);
    const answering = <T>(values: readonly T[]) => values.slice(-model.nLayers);
    results.push({
      lastFfnGradNorm: series('gradient-norm/last-ffn')[0] as number,
      gradNormByLayer: answering(series('gradient-norm/layer')),
      streamEnergy: answering(series('stream-rms/out').filter((_, i) => ends.has(sublayers[i] as string))).map((rms) => rms * rms),
      embeddingShare: series('embedding-share'),
    });
  }
  await session.release();
  const parameterCount = built.parameters.reduce((total, { shape }) => total + size(shape), 0);
  return { arm, depth: model.nLayers, parameterCount, seeds: results };
}

/** Uniform random tokens and targets: the signal of the network, not of a text. */
function randomBatch({ vocabSize, seqLen, sourceLen }: ModelConfig, batchSize: number, seed: number): Batch {
  const stream = random(seed, 'signal/tokens');
  const draw = (length: number) => Int32Array.from({ length: batchSize * length }, () => stream.integer(vocabSize));
  const [tokens, targets] = [draw(seqLen), draw(seqLen)];
  return {
    tokens,
    targets,
    ...(sourceLen > 0 && { source: draw(sourceLen) }),
    weights: new Float32Array(batchSize * seqLen).fill(1 / (batchSize * seqLen)),
  };
}
