/** One network at initialisation, measured: no training, one forward and one backward pass. */

import { random } from '../core/random.ts';
import type { Engine } from '../engine/types.ts';
import { size } from '../graph/tensor.ts';
import type { ModelConfig } from '../model/types.ts';
import type { Batch } from '../task/types.ts';
import { startValues } from '../train/start.ts';
import { gradientProgram } from '../train/step.ts';

export interface SignalJob {
  readonly arm: string;
  readonly model: ModelConfig;
  readonly batchSize: number;
  readonly seeds: readonly number[];
}

/** Per seed; blocks from 1 to depth. */
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

export async function measureSignal(engine: Engine, { arm, model, batchSize, seeds }: SignalJob): Promise<SignalMeasurement> {
  const built = gradientProgram({ model, batchSize, diagnostics: measured, gradients: false });
  const session = await engine.compile(built.program);
  const results: SignalMeasurement['seeds'][number][] = [];
  for (const seed of seeds) {
    const batch = randomBatch(model, batchSize, seed);
    const values = await startValues(engine, built, model, { seed, batchSize }, batch);
    const outputs = await session.run({ ...Object.fromEntries(values), ...batch, step: Float64Array.of(1) });
    const series = (id: string) => Array.from(outputs[`measure:${id}`] as ArrayLike<number>);
    results.push({
      lastFfnGradNorm: series('gradient-norm/last-ffn')[0] as number,
      gradNormByLayer: series('gradient-norm/layer'),
      // Every second sublayer ends a block.
      streamEnergy: series('stream-rms/out')
        .filter((_, i) => i % 2 === 1)
        .map((rms) => rms * rms),
      embeddingShare: series('embedding-share'),
    });
  }
  await session.release();
  const parameterCount = built.parameters.reduce((total, { shape }) => total + size(shape), 0);
  return { arm, depth: model.nLayers, parameterCount, seeds: results };
}

/** Uniform random tokens and targets: the signal of the network, not of a text. */
function randomBatch(
  { vocabSize, seqLen }: ModelConfig,
  batchSize: number,
  seed: number,
): Batch & Record<string, Int32Array | Float32Array> {
  const stream = random(seed, 'signal/tokens');
  const draw = () => Int32Array.from({ length: batchSize * seqLen }, () => stream.integer(vocabSize));
  return { tokens: draw(), targets: draw(), weights: new Float32Array(batchSize * seqLen).fill(1 / (batchSize * seqLen)) };
}
