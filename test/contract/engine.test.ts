/** Every engine: the same numbers each time, agreement with float64, learning, and nothing hidden when numbers go wrong. */
import { beforeAll, describe, expect, it } from 'vitest';
import { reference } from '../../src/engine/reference.ts';
import type { Data, Engine, Feeds } from '../../src/engine/types.ts';
import { add, mul, sum } from '../../src/graph/math.ts';
import { ops } from '../../src/graph/op/index.ts';
import { newGraph, program } from '../../src/graph/program.ts';
import type { Example } from '../../src/graph/tensor.ts';
import type { ModelConfig } from '../../src/model/types.ts';
import { optimizers } from '../../src/optim/optimizer/index.ts';
import { groupKey, trainingStep } from '../../src/train/step.ts';
import { initialValues } from '../../src/train/values.ts';
import { describeEngines, testedEngines } from '../helper/engines.ts';
import { programOf, setUp } from '../helper/example.ts';
import { crossModel, everyPair, pairModel, randomBatch, samplePairs, tiny } from '../helper/model.ts';
import { relativeError } from '../helper/numeric.ts';
import { once } from '../helper/once.ts';
import { smallRun, trainRun } from '../helper/run.ts';
import { runAll } from '../helper/run-all.ts';

/** SGD, because Adam magnifies the rounding of gradients that are zero in theory to whole steps. */
const optimizer = { id: 'sgd', ...optimizers.get('sgd').defaults };

/** One training step and everything it is fed. */
function oneStep(placement: string, normalizer: string, make: typeof pairModel = pairModel, more: Partial<ModelConfig> = {}) {
  const model = make(placement, normalizer, { init: { id: 'xavier', embeddingStd: 0.5 }, ...more });
  const step = trainingStep({ model, batchSize: 2, optimizer, clip: 1, diagnostics: ['max-abs'] });
  const values = Object.fromEntries(initialValues(step, model, 3, optimizers.get('sgd').slots));
  return {
    program: step.program,
    feeds: { ...values, ...randomBatch(model, 2), 'scalar:lr': Float64Array.of(0.1), step: Float64Array.of(3) } as Feeds,
  };
}

/** Time goes with depth, and a second block asks an engine nothing that the first did not: two stand for many. */
const oneBlock = { nLayers: 1, nEncoderLayers: 1 };
/** One stream, several, two: whose second block is not like the first. */
const twoBlocks = new Set(['sandwich × rms', 'hyper-connections × rms', 'residual-dual × layer']);
const isSample = ([placement, normalizer]: Pair) => samplePairs.some((pair) => pair[0] === placement && pair[1] === normalizer);
type Pair = readonly [placement: string, normalizer: string];

/** Steps by what they judge: every pair, and the second stack of some. */
const steps = new Map<string, { readonly pair: Pair; readonly build: () => ReturnType<typeof oneStep> }>([
  ...everyPair.map((pair) => {
    const name = pair.join(' × ');
    return [name, { pair, build: () => oneStep(...pair, pairModel, twoBlocks.has(name) ? {} : oneBlock) }] as const;
  }),
  ...['post', 'pre', 'normformer', 'hyper-connections'].map((placement) => {
    const pair = [placement, 'layer'] as const;
    return [`${placement} with cross-attention`, { pair, build: () => oneStep(...pair, crossModel, oneBlock) }] as const;
  }),
  // Sums over one thing each.
  ...['batch', 'instance', 'layer'].map((normalizer) => {
    const pair = ['sandwich', normalizer] as const;
    const single = { ...oneBlock, seqLen: 1, nHeads: 1, nKvHeads: 1, dModel: 1, dFf: 1 };
    return [
      `${normalizer} where sequences, heads and features are one`,
      { pair, build: () => oneStep(...pair, pairModel, single) },
    ] as const;
  }),
]);

/** Every pair where that is cheap; every placement and every normalizer where each is code of its own; else one pair of each kind. */
const wide: Readonly<Record<string, (pair: Pair) => boolean>> = {
  'ort-node': () => true,
  native: ([placement, normalizer]) => normalizer === 'layer' || placement === 'pre',
};
const judged = (engine: string, name: string): boolean => {
  const { pair } = steps.get(name) as { pair: Pair };
  return name !== pair.join(' × ') || isSample(pair) || (wide[engine]?.(pair) ?? false);
};

const built = new Map<string, ReturnType<typeof oneStep>>();
const stepOf = (name: string) => once(built, name, () => (steps.get(name) as { build: () => ReturnType<typeof oneStep> }).build());
const exact = new Map<string, Promise<Record<string, Data>>>();
const exactOf = (name: string) => once(exact, name, async () => runOnce(await reference.open({ threads: 1 }), stepOf(name)));

async function runOnce(engine: Engine, own: ReturnType<typeof oneStep>, feeds: Feeds = own.feeds): Promise<Record<string, Data>> {
  const session = await engine.compile(own.program);
  const outputs = await session.run(feeds);
  const copy = Object.fromEntries(Object.entries(outputs).map(([name, data]) => [name, data.slice()]));
  await session.release();
  return copy;
}

describeEngines(testedEngines, '%s', (definition) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await definition.open({ threads: 1 });
  });

  it('says what it is', () => {
    expect(engine.description).toMatchObject({ id: definition.id, threads: 1, device: 'cpu' });
    expect(engine.description.version).not.toBe('unknown');
  });

  it('refuses a program that breaks the law, in the words of the law', async () => {
    const { program: whole } = oneStep('pre', 'layer', pairModel, oneBlock);
    await expect(engine.compile({ ...whole, nodes: [...whole.nodes].reverse() })).rejects.toThrow(/before it exists/);
  });

  it('gives the same bits twice, in one session and in two', async () => {
    const own = oneStep('sandwich', 'batch');
    const session = await engine.compile(own.program);
    const first = structuredClone(await session.run(own.feeds));
    const second = structuredClone(await session.run(own.feeds));
    await session.release();
    expect(second).toEqual(first);
    expect(await runOnce(engine, own)).toEqual(first);
  });

  it('does not write into what it is fed', async () => {
    const own = oneStep('post', 'layer');
    const before = structuredClone(own.feeds);
    await runOnce(engine, own);
    expect(own.feeds).toEqual(before);
  });

  describe('agrees with float64 after one step', () => {
    const names = [...steps.keys()].filter((name) => judged(definition.id, name));
    let found: Record<string, Record<string, Data>>;
    beforeAll(async () => {
      found = await runAll(engine, Object.fromEntries(names.map((name) => [name, stepOf(name)])));
    }, 300_000);
    it.each(names)('%s', async (name) => {
      const [ours, exact] = [found[name] as Record<string, Data>, await exactOf(name)];
      expect(Object.keys(ours).sort()).toEqual(Object.keys(exact).sort());
      for (const [output, data] of Object.entries(exact)) {
        expect(relativeError(ours[output] as Data, data, 1e-2), output).toBeLessThan(1e-5);
      }
    });
  });

  it('gives the same twenty steps bit for bit in a fresh session', async () => {
    const run = smallRun({
      steps: 20,
      optimizer: { id: 'adamw', lr: 0.01 },
      model: { dropout: 0.1 },
      evaluation: { every: 10, batches: 1 },
    });
    const [first, second] = [await trainRun(run, engine), await trainRun(run, await definition.open({ threads: 1 }))];
    expect(second.events).toEqual(first.events);
    expect(second.kept).toEqual(first.kept);
    expect(first.losses.length).toBe(20);
  });

  it('learns to copy', async () => {
    const run = smallRun({
      steps: 80,
      batchSize: 8,
      optimizer: { id: 'adamw', lr: 0.03 },
      evaluation: { every: 80, batches: 1 },
      model: { nLayers: 1 },
    });
    const { losses, events } = await trainRun(run, engine);
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(losses.slice(0, 5))).toBeGreaterThan(1.2);
    // ln 4 = 1.39 is what guessing costs.
    expect(mean(losses.slice(-5))).toBeLessThan(1.1);
    expect(events.at(-1)).toMatchObject({ type: 'finished' });
  });

  it('names the input to which nothing was fed', async () => {
    const graph = newGraph();
    const session = await engine.compile(program({ y: add(graph.input('here', [2]), graph.input('missing', [2])) }));
    await expect(session.run({ here: Float64Array.of(1, 2) })).rejects.toThrow('"missing"');
    await expect(session.run({})).rejects.toThrow('nothing was fed');
    await session.release();
  });

  it('takes floats of both widths', async () => {
    const session = await engine.compile(program({ y: mul(newGraph().input('x', [3]), 2) }));
    for (const x of [Float32Array.of(1, 2, 3), Float64Array.of(1, 2, 3)])
      expect([...((await session.run({ x })).y as Data)]).toEqual([2, 4, 6]);
    await session.release();
  });

  it('releases one session without touching another', async () => {
    const y = sum(newGraph().input('x', [3]));
    const [first, second] = [await engine.compile(program({ y })), await engine.compile(program({ y }))];
    await first.release();
    expect([...((await second.run({ x: Float64Array.of(1, 2, 3) })).y as Data)]).toEqual([6]);
    await second.release();
  });

  it('lets a number that is none through a training step', async () => {
    const own = oneStep('sandwich', 'layer');
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const weights = own.feeds[groupKey('decayed')]?.slice() as Float32Array;
      weights[weights.length - 1] = bad;
      const outputs = await runOnce(engine, own, { ...own.feeds, [groupKey('decayed')]: weights });
      expect(Number.isFinite(outputs.loss?.[0])).toBe(false);
      expect(Number.isFinite(outputs.gradient_norm?.[0])).toBe(false);
    }
  });

  // The largest of a row that holds a NaN is left out: ONNX Runtime's ReduceMax may pass over it.
  it('lets a NaN through every op wherever float64 evaluation does', async () => {
    const asked = Object.fromEntries(
      ops
        .filter(({ id }) => id !== 'max')
        .map((op) => {
          const [example] = op.examples as [Example];
          const { feeds, outputs } = setUp(op.id, example);
          example.inputs.forEach((given, i) => {
            if (Array.isArray(given)) (feeds[`x${i}`] as Float64Array)[1] = Number.NaN;
          });
          return [op.id, { program: programOf(outputs), feeds }] as const;
        }),
    );
    const nans = async (own: Engine) =>
      Object.entries(await runAll(own, asked)).map(([id, outputs]) => [
        id,
        Object.entries(outputs).map(([name, data]) => [name, Array.from(data, Number.isNaN)]),
      ]);
    expect(await nans(engine)).toEqual(await nans(await reference.open({ threads: 1 })));
  });
});

it('one seed starts every engine from the same numbers', () => {
  const model = { ...tiny, init: { id: 'xavier' } };
  const step = trainingStep({ model, batchSize: 2, optimizer, clip: null, diagnostics: [] });
  for (const data of initialValues(step, model, 1).values()) expect(data).toBeInstanceOf(Float32Array);
});
