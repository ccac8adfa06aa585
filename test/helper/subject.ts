/** Tiny models as probes see them: every number drawn at random, two validation batches. */
import type { Engine } from '../../src/engine/types.ts';
import type { ModelConfig } from '../../src/model/types.ts';
import type { Subject } from '../../src/probe/types.ts';
import { buildTiny, randomBatch } from './model.ts';
import { openEngine } from './run.ts';

export const judge: Promise<Engine> = openEngine('reference');

/** A subject on the reference engine; `change` may edit its tensors first. */
export async function subjectOf(
  model: ModelConfig,
  { change = () => undefined, ...more }: Partial<Subject> & { readonly change?: (tensors: Map<string, Float64Array>) => void } = {},
): Promise<Subject> {
  const { scope, feeds } = buildTiny(model, { train: false });
  const tensors = new Map(
    [...scope.parameters.keys(), ...scope.states.keys()].map((key) => [key, Float64Array.from(feeds[key] as Float64Array)]),
  );
  change(tensors);
  return { model, tensors, engine: await judge, batches: [randomBatch(model, 2)], batchSize: 2, step: 3, seed: 1, ...more };
}

/** Sets every tensor of the blocks whose key ends so to zero. */
export const silence =
  (blocks: readonly string[], endings: readonly string[]) =>
  (tensors: Map<string, Float64Array>): void => {
    for (const [key, values] of tensors) {
      if (blocks.some((block) => key.startsWith(`${block}.`)) && endings.some((ending) => key.endsWith(ending))) values.fill(0);
    }
  };
