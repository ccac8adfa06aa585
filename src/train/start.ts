/** The values a run starts from: drawn, and for initialisations that measure, set by one forward pass. */
import type { Data, Engine } from '../engine/types.ts';
import { mean, square, sub } from '../graph/math.ts';
import { newGraph, program } from '../graph/program.ts';
import { inits } from '../model/init/index.ts';
import type { Profile } from '../model/init/types.ts';
import { placesOf } from '../model/place.ts';
import { tapName } from '../model/taps.ts';
import { buildTransformer } from '../model/transformer.ts';
import type { ModelConfig } from '../model/types.ts';
import type { StepDescription } from './step.ts';
import { initialValues, namedTensors, setTensor, type Values } from './values.ts';

export interface StartOptions {
  readonly seed: number;
  readonly batchSize: number;
  /** Of the optimizer. */
  readonly slots?: readonly string[];
}

/** @param batch feeds of the first training batch. */
export async function startValues(
  engine: Engine,
  step: StepDescription,
  model: ModelConfig,
  { seed, batchSize, slots = [] }: StartOptions,
  batch: Readonly<Record<string, Data>>,
): Promise<Values> {
  const values = initialValues(step, model, seed, slots);
  const { profile } = inits.get(model.init.id);
  if (profile) await applyProfile(engine, step, model, batchSize, values, batch, profile);
  return values;
}

/** Sets each measured value from the variances of one pass; models without such a value are left as they were drawn. */
async function applyProfile(
  engine: Engine,
  step: StepDescription,
  model: ModelConfig,
  batchSize: number,
  values: Values,
  batch: Readonly<Record<string, Data>>,
  profile: Profile,
): Promise<void> {
  const places = placesOf(model).filter(({ key }) => step.parameters.some((spec) => spec.key === `${key}.${profile.parameter}`));
  if (places.length === 0) return;
  for (const { key } of places)
    setTensor(step, values, `${key}.${profile.parameter}`, (length) => new Float32Array(length).fill(profile.during));
  const built = buildTransformer(newGraph(), model, { batchSize, train: false });
  const variance = (key: string) => {
    const x = built.scope.taps.get(key);
    if (!x) throw new Error(`the model has no tap "${key}"`);
    return mean(square(sub(x, mean(x))));
  };
  const outputs = program(Object.fromEntries(places.map((place) => [place.key, variance(tapName(place, profile.tap))])));
  const session = await engine.compile(outputs);
  const named = namedTensors(step, values).map(({ key, data }) => [key, data] as const);
  const measured = await session.run({ ...Object.fromEntries(named), ...batch, step: Float64Array.of(1) });
  await session.release();
  for (const stack of new Set(places.map((place) => place.stack))) {
    const own = places.filter((place) => place.stack === stack);
    const variances = own.map(({ key }) => measured[key]?.[0] as number);
    own.forEach(({ key }, i) => {
      setTensor(step, values, `${key}.${profile.parameter}`, (length) => new Float32Array(length).fill(profile.value(variances, i)));
    });
  }
}
