/** A kit's answer: what an engine makes of the question. */
import type { Data, Engine } from '../engine/types.ts';
import { optimizers } from '../optim/optimizer/index.ts';
import { evaluationProgram, gradientProgram, groupKey, type StepProgram, slotKey, trainingStep } from '../train/step.ts';
import type { KitAnswer, KitQuestion, KitTensor } from './types.ts';

type FirstBatch = Pick<KitAnswer, 'gradients' | 'activations'> & { readonly loss: number };
type Described = Pick<StepProgram, 'groups' | 'states' | 'parameters'>;

export async function answer(engine: Engine, question: KitQuestion): Promise<KitAnswer> {
  const { spec } = question;
  const { model, batchSize, optimizer, clip, steps } = spec;
  const first = await firstBatch(engine, question);

  const program = trainingStep({ model, batchSize, optimizer, clip, diagnostics: [] });
  const session = await engine.compile(program.program);
  const { slots, scalars } = optimizers.get(optimizer.id);
  const values = startValues(question, program);
  for (const { id, length } of program.groups) for (const slot of slots) values[slotKey(id, slot)] = new Float64Array(length);
  const losses: number[] = [];
  const gradientNorms: number[] = [];
  for (let k = 0; k < steps; k++) {
    const fed = Object.entries(scalars(optimizer, k + 1, optimizer.lr)).map(
      ([name, value]) => [`scalar:${name}`, Float64Array.of(value)] as const,
    );
    const outputs = await session.run({ ...values, ...batchOf(question, k), ...Object.fromEntries(fed), step: Float64Array.of(k + 1) });
    losses.push(outputs.loss?.[0] as number);
    gradientNorms.push(outputs.gradient_norm?.[0] as number);
    for (const key of Object.keys(values)) values[key] = outputs[`next:${key}`] as Data;
  }
  await session.release();
  const evaluated = await once(engine, evaluationProgram(model, batchSize), {
    ...values,
    ...batchOf(question, 0),
    step: Float64Array.of(steps),
  });
  return {
    outputs: { loss: first.loss, losses, gradientNorms, evalLoss: evaluated.loss?.[0] as number },
    activations: first.activations,
    gradients: first.gradients,
    after: named(program, values),
  };
}

/** Loss, gradients and activations of the first batch. */
export async function firstBatch(engine: Engine, question: KitQuestion): Promise<FirstBatch> {
  const { model, batchSize } = question.spec;
  const step = gradientProgram({ model, batchSize, diagnostics: [], taps: true });
  const outputs = await once(engine, step, { ...startValues(question, step), ...batchOf(question, 0), step: Float64Array.of(1) });
  const byName = new Map(step.program.outputs.map(({ name, tensor }) => [name, tensor.shape]));
  const activations = [...byName].flatMap(([name, shape]) =>
    name.startsWith('tap:') ? [{ key: name.slice(4), shape: bySequence(shape, batchSize), data: outputs[name] as Data }] : [],
  );
  const gradients = step.parameters.map(({ key, shape }) => ({ key, shape, data: outputs[`gradient:${key}`] as Data }));
  return { loss: outputs.loss?.[0] as number, gradients, activations };
}

/** Rows of all sequences, [batch · positions, …], as [batch, positions, …]. */
const bySequence = ([rows = 0, ...rest]: readonly number[], batchSize: number): number[] =>
  rows === batchSize ? [rows, ...rest] : [batchSize, rows / batchSize, ...rest];

async function once(engine: Engine, { program }: Pick<StepProgram, 'program'>, feeds: Readonly<Record<string, Data>>) {
  const session = await engine.compile(program);
  const outputs = await session.run(feeds);
  await session.release();
  return outputs;
}

/** The question's tensors as the flat groups a program reads. */
function startValues({ parameters }: KitQuestion, { groups, states }: Described): Record<string, Data> {
  const given = new Map(parameters.map(({ key, data }) => [key, data]));
  const flat = groups.map(({ id, length, entries }) => {
    const values = new Float64Array(length);
    for (const { key, offset } of entries) values.set(given.get(key) as Data, offset);
    return [groupKey(id), values] as const;
  });
  return Object.fromEntries([...flat, ...states.map(({ key }) => [key, given.get(key) as Data] as const)]);
}

function batchOf({ inputs }: KitQuestion, step: number): Record<string, Data> {
  const prefix = `step.${step}.`;
  return Object.fromEntries(inputs.flatMap(({ key, data }) => (key.startsWith(prefix) ? [[key.slice(prefix.length), data]] : [])));
}

/** Flat groups cut back into parameters, and the states. */
function named({ groups, states, parameters }: Described, values: Readonly<Record<string, Data>>): KitTensor[] {
  const shapes = new Map([...parameters, ...states].map(({ key, shape }) => [key, shape]));
  const cut = groups.flatMap(({ id, entries }) =>
    entries.map(({ key, offset, length }) => [key, (values[groupKey(id)] as Float64Array).slice(offset, offset + length)] as const),
  );
  return [...cut, ...states.map(({ key }) => [key, values[key] as Data] as const)].map(([key, data]) => ({
    key,
    shape: shapes.get(key) as readonly number[],
    data,
  }));
}
