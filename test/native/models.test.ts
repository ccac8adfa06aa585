/** Five hundred random models: the C of each stays in its memory and in the language, whatever it is fed, and computes what float64 does. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { random } from '../../src/core/random.ts';
import type { Data } from '../../src/engine/types.ts';
import type { Program } from '../../src/graph/program.ts';
import type { Tensor } from '../../src/graph/tensor.ts';
import { compiler } from '../helper/compile-c.ts';
import { relativeError } from '../helper/numeric.ts';
import { legal } from './legal.ts';
import { type Call, exactly, roundedly } from './recorder.ts';
import { type Answer, Sanitized } from './sanitized.ts';

const models = 500;
/** Models of one program of the machine, made and judged by one test. */
const together = 20;

/** Threads whose results must be the same in every bit. */
const threads = [1, 2, 3];

const replaced = (feeds: Call['feeds'], name: string, at: number, x: number): Call['feeds'] => {
  const data = (feeds[name] as Data).slice();
  data[at] = x;
  return { ...feeds, [name]: data };
};

/** Inputs that a table is indexed with. */
function indices({ nodes }: Program): ReadonlySet<string> {
  const origin = ({ node }: Tensor): Tensor['node'] => (node.op === 'reshape' ? origin(node.inputs[0] as Tensor) : node);
  const read = nodes.flatMap(({ op, inputs }) => (op === 'gather' ? [origin(inputs[1] as Tensor)] : []));
  return new Set(read.flatMap(({ op, attributes }) => (op === 'input' ? [String(attributes.name)] : [])));
}

/** The call as it was, with one number that is none, and with an index that is none. */
function variants({ program, feeds }: Call, seed: number) {
  const stream = random(seed, 'variants');
  const pick = <T>(items: readonly T[]): T => items[stream.integer(items.length)] as T;
  const place = (name: string) => stream.integer((feeds[name] as Data).length);
  const name = pick(program.inputs.filter(({ dtype }) => dtype === 'float')).name;
  const poisoned = replaced(feeds, name, place(name), pick([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]));
  const ids = program.inputs.filter(({ dtype }) => dtype === 'int').map((input) => input.name);
  const strayed = ids.map((id) => ({ id, feeds: replaced(feeds, id, place(id), pick([-1, 1_000_000, 2 ** 31 - 1, -(2 ** 31)])) }));
  return { poisoned, strayed };
}

/** Of outputs as a whole; beyond it, so many times what rounding every value, or every input, once does: sums round at each term. */
const tolerance = 1e-3;
const most = 30;

/** The numbers by which a run is known to have gone wrong. */
const telling = ['loss', 'gradient_norm'];

/** The relative error of what is finite; infinite where a number is lost. Where float64 finds none, a gradient of zero is one as well: zeros are never multiplied. */
function distance(ours: Float32Array | Float64Array, exact: Float64Array): number {
  const finite = Array.from(exact, (x) => Number.isFinite(Math.fround(x)));
  if (finite.some((is, i) => is && !Number.isFinite(ours[i]))) return Number.POSITIVE_INFINITY;
  return relativeError(
    ours.filter((_, i) => finite[i]),
    exact.filter((_, i) => finite[i]),
    1e-2,
  );
}

/** The same inputs, each off by a rounding. */
function nudge({ program, feeds }: Call, seed: number): Call['feeds'] {
  const stream = random(seed, 'nudge');
  const nudged = program.inputs
    .filter(({ dtype }) => dtype === 'float')
    .map(({ name }) => [name, Float64Array.from(feeds[name] as Data, (x) => x * (1 + (stream.uniform() - 0.5) * 2 ** -22))]);
  return { ...feeds, ...Object.fromEntries(nudged) };
}

const differing = (a: Answer, b: Answer): string[] =>
  Object.keys(a.outputs).filter((name) => {
    const [x, y] = [a.outputs[name] as Float32Array, b.outputs[name] as Float32Array];
    return x.some((value, i) => !Object.is(value, y[i]));
  });

/** What is wrong with a model's program; nothing if all is well. */
async function faults(call: Call, run: Awaited<ReturnType<Sanitized['build']>>, number: number, seed: number): Promise<string[]> {
  const { program, feeds } = call;
  const { poisoned, strayed } = variants(call, seed);
  const asked = (feeds: Call['feeds'], threads: number) => ({ program: number, threads, feeds });
  const answers = await run([
    ...threads.map((n) => asked(feeds, n)),
    ...threads.map((n) => asked(poisoned, n)),
    ...strayed.map(({ feeds }, i) => asked(feeds, threads[i % threads.length] as number)),
  ]);
  const found: string[] = [];
  const [plain, ...others] = answers.slice(0, threads.length) as [Answer, ...Answer[]];
  const [hurt, ...hurtOthers] = answers.slice(threads.length) as [Answer, ...Answer[]];
  if (plain.fault !== 0 || hurt.fault !== 0) found.push('says that an index lies outside its table');
  for (const other of others) for (const name of differing(plain, other)) found.push(`${name}: other bits with other threads`);
  for (const other of hurtOthers.slice(0, threads.length - 1))
    for (const name of differing(hurt, other)) found.push(`${name}: other bits with other threads, hurt`);
  const bad = exactly(program, poisoned);
  let rounded: ReturnType<typeof roundedly> | undefined;
  let nudged: ReturnType<typeof exactly> | undefined;
  for (const [name, exact] of Object.entries(call.outputs)) {
    const error = distance(plain.outputs[name] as Float32Array, exact);
    if (error < tolerance) continue;
    // Some models magnify rounding without end: a norm of two features leaves their sign, what is denormal vanishes.
    rounded ??= roundedly(program, feeds);
    nudged ??= exactly(program, nudge(call, seed));
    // Beyond float32's range, also within an op, anything may come of it.
    if (rounded.overflows) continue;
    const natural = Math.max(distance(rounded.outputs[name] as Float64Array, exact), distance(nudged[name] as Float64Array, exact));
    if (!(error <= most * natural)) found.push(`${name}: off by ${error}, where rounding alone makes ${natural}`);
  }
  for (const [name, ours, exact] of [
    ...telling.map((name) => [name, plain.outputs[name]?.[0], call.outputs[name]?.[0]] as const),
    ...telling.map((name) => [`hurt ${name}`, hurt.outputs[name]?.[0], bad[name]?.[0]] as const),
  ])
    if (!Number.isFinite(exact ?? 0) && Number.isFinite(ours)) found.push(`${name}: ${exact} is hidden as ${ours}`);
  const tables = indices(program);
  for (const [i, { id }] of strayed.entries()) {
    const { fault } = answers[2 * threads.length + i] as Answer;
    // Others may be compared only, or say where a gradient is added.
    if (tables.has(id) && fault !== 1) found.push(`${id}: an index outside gives ${fault}`);
  }
  return found;
}

describe.skipIf(!compiler)(`random models${compiler ? '' : ' (no C compiler here)'}`, () => {
  let sanitized: Sanitized | undefined;
  beforeAll(async () => {
    // A pointer that strays is AddressSanitizer's affair when it is used; the check of each sum costs a quarter of the time.
    sanitized = await Sanitized.open(['-fsanitize=address,undefined', '-fno-sanitize=pointer-overflow']);
  });
  afterAll(() => sanitized?.close());

  it.each(Array.from({ length: models / together }, (_, i) => i + 1))('%i', async (seed) => {
    if (!sanitized) throw new Error('no sanitizers');
    const own = await legal(seed, together);
    const calls = own.flatMap(({ calls, spec }) => calls.map((call) => ({ call, spec })));
    const run = await sanitized.build(calls.map(({ call }) => call.program));
    const wrong: object[] = [];
    for (const [i, { call, spec }] of calls.entries()) {
      const found = await faults(call, run, i, seed).catch((error: Error & { stderr?: Buffer }) => [
        String(error.stderr ?? error.message).slice(0, 2000),
      ]);
      if (found.length > 0) wrong.push({ seed, found, spec: JSON.stringify(spec) });
    }
    expect(wrong).toEqual([]);
  });
});
