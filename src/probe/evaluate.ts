/** Programs on the values of a subject. */
import type { Data } from '../engine/types.ts';
import { newGraph, program } from '../graph/program.ts';
import type { Tensor } from '../graph/tensor.ts';
import { type BuildOptions, type BuiltModel, buildTransformer } from '../model/transformer.ts';
import type { Subject } from './types.ts';

export type Outputs = Readonly<Record<string, Tensor>>;
export type Results = Readonly<Record<string, Data>>;

/** A compiled program of a subject: `run` takes further feeds, which may also replace values, and the index of a batch. */
export interface Asked {
  run(batch: number, feeds?: Readonly<Record<string, Data>>): Promise<Results>;
}

/** The subject's model as evaluation sees it, each parameter an input by its key. */
export const built = (
  { model, batchSize }: Subject,
  options: Pick<BuildOptions, 'route' | 'source'> = {},
  graph = newGraph(),
): BuiltModel => buildTransformer(graph, model, { batchSize, train: false, ...options });

/** Compiles some tensors, lets `work` run them and releases them. @throws the signal's reason when the subject is told to stop. */
export async function asking<T>(subject: Subject, outputs: Outputs, work: (asked: Asked) => Promise<T>): Promise<T> {
  const asked = program(outputs);
  const session = await subject.engine.compile(asked);
  const run: Asked['run'] = async (batch, feeds = {}) => {
    await breathe();
    subject.signal?.throwIfAborted();
    const all = { ...Object.fromEntries(subject.tensors), ...dataOf(subject, batch), ...feeds };
    return session.run(Object.fromEntries(asked.inputs.map(({ name }) => [name, all[name] as Data])));
  };
  try {
    return await work({ run });
  } finally {
    await session.release();
  }
}

/** Mean of every output over the batches of the subject, element by element. */
export async function meanOverBatches({ batches }: Subject, asked: Asked): Promise<Readonly<Record<string, readonly number[]>>> {
  const totals = new Map<string, number[]>();
  for (const batch of batches.keys()) {
    for (const [name, values] of Object.entries(await asked.run(batch))) {
      const before = totals.get(name);
      totals.set(name, before ? before.map((total, i) => total + (values[i] as number)) : Array.from(values));
    }
  }
  return Object.fromEntries([...totals].map(([name, total]) => [name, total.map((value) => value / batches.length)]));
}

const dataOf = ({ batches, step }: Subject, index: number): Record<string, Data> => ({
  ...(batches[index] as object),
  step: Float64Array.of(step),
});

/** Engines hold the thread: without a pause nobody hears Ctrl-C. */
const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
