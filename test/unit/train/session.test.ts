/** The training loop: events in order, numbers that are kept however a run ends, and nothing carried from run to run. */
import { beforeAll, describe, expect, it } from 'vitest';
import { diagnostics } from '../../../src/diagnostic/index.ts';
import type { Data, Engine } from '../../../src/engine/types.ts';
import { tasks } from '../../../src/task/index.ts';
import { Compiler } from '../../../src/train/compiler.ts';
import type { TrainEvent } from '../../../src/train/events.ts';
import { train } from '../../../src/train/session.ts';
import { relativeError } from '../../helper/numeric.ts';
import { openEngine, smallRun, trainRun } from '../../helper/run.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine('reference');
});

/** "step 0", "evaluated 3", …: the story of a run. */
const story = (events: readonly TrainEvent[]) => events.map((event) => ('step' in event ? `${event.type} ${event.step}` : event.type));

describe('a run to its end', () => {
  it('tells its steps, its evaluations and its end, in this order', async () => {
    const { events } = await trainRun(smallRun(), engine);
    expect(story(events)).toEqual('started,step 0,step 1,step 2,evaluated 3,step 3,step 4,step 5,evaluated 6,finished'.split(','));
    const [evaluated, finished] = events.slice(-2) as [TrainEvent & { type: 'evaluated' }, TrainEvent & { type: 'finished' }];
    expect(finished).toEqual({ type: 'finished', steps: 6, evalLoss: evaluated.loss });
  });

  it('measures at the first step, at every k-th and at the last', async () => {
    const { events } = await trainRun(
      smallRun({ steps: 8, diagnostics: { every: 3, series: ['max-abs', 'gradient-norm'] }, evaluation: { every: 8, batches: 1 } }),
      engine,
    );
    expect(story(events).filter((line) => line.startsWith('measured'))).toEqual(['measured 0', 'measured 3', 'measured 6', 'measured 7']);
    const [started] = events as [TrainEvent & { type: 'started' }];
    for (const event of events) {
      if (event.type !== 'measured') continue;
      expect(Object.keys(event.series).sort()).toEqual(Object.keys(started.labels).sort());
      for (const [id, values] of Object.entries(event.series)) expect(values.length, id).toBe(started.labels[id]?.length);
    }
    expect(Object.keys(started.labels)).toContain('max-abs');
  });

  it('says at the start what runs: engine and number of parameters', async () => {
    const { events, kept } = await trainRun(smallRun(), engine);
    const count = Object.values(kept ?? {}).reduce((total, data) => total + data.length, 0);
    expect(events[0]).toEqual({ type: 'started', engine: engine.description, parameterCount: count, labels: {} });
  });

  it('follows its schedule', async () => {
    const run = smallRun({
      steps: 5,
      optimizer: { id: 'adamw', lr: 0.4 },
      schedule: { id: 'warmup', warmupSteps: 4 },
      evaluation: { every: 5, batches: 1 },
    });
    const rates = (await trainRun(run, engine)).events.flatMap((event) => (event.type === 'step' ? [event.lr] : []));
    expect(rates).toEqual([0.1, 0.2, 0.4 * 0.75, 0.4, 0.4].map((rate) => expect.closeTo(rate, 12)));
  });

  it('hands over the numbers it ended with', async () => {
    const [short, long] = [await trainRun(smallRun(), engine), await trainRun(smallRun({ steps: 12 }), engine)];
    expect(Object.keys(short.kept ?? {})).toEqual(Object.keys(long.kept ?? {}));
    expect(short.kept).not.toEqual(long.kept);
  });
});

describe('determinism', () => {
  it('the same run twice tells the same', async () => {
    const run = smallRun({ diagnostics: { every: 2, series: [...diagnostics.ids] }, model: { dropout: 0.1 } });
    const [first, second] = [await trainRun(run, engine), await trainRun(run, engine)];
    expect(second).toEqual(first);
  });

  it('another seed tells something else', async () => {
    const [first, second] = [await trainRun(smallRun({ seed: 1 }), engine), await trainRun(smallRun({ seed: 2 }), engine)];
    expect(second.losses[0]).not.toBe(first.losses[0]);
  });

  it('measuring and evaluating change nothing', async () => {
    const bare = await trainRun(smallRun({ evaluation: { every: 6, batches: 1 } }), engine);
    const watched = await trainRun(
      smallRun({ evaluation: { every: 1, batches: 3 }, diagnostics: { every: 1, series: [...diagnostics.ids] } }),
      engine,
    );
    expect(watched.losses).toEqual(bare.losses);
    expect(watched.kept).toEqual(bare.kept);
  });

  it('the validation loss is the same whatever else was evaluated before', async () => {
    const last = async (every: number) =>
      (await trainRun(smallRun({ evaluation: { every, batches: 2, finalBatches: 3 }, model: { normalizer: 'batch' } }), engine)).events.at(
        -1,
      );
    expect(await last(1)).toEqual(await last(6));
  });

  it('runs that share compiled programs do not share numbers', async () => {
    const [first, second] = [smallRun({ seed: 1 }), smallRun({ seed: 2, optimizer: { id: 'adamw', lr: 0.02 } })];
    const compiler = new Compiler(engine);
    const task = tasks.get('copy').create(first.task, first.model.seqLen, undefined);
    const losses = async (run: typeof first) => {
      const found: number[] = [];
      for await (const event of train(run, { compiler, task })) if (event.type === 'step') found.push(event.loss);
      return found;
    };
    const alone = (await trainRun(second, engine)).losses;
    await losses(first);
    expect(await losses(second)).toEqual(alone);
  });
});

describe('interruption', () => {
  it('ends after the step that runs, and keeps its numbers', async () => {
    const stop = new AbortController();
    const onEvent = (event: TrainEvent) => {
      if (event.type === 'step' && event.step === 3) stop.abort();
    };
    const { events, kept } = await trainRun(smallRun(), engine, { signal: stop.signal, onEvent });
    expect(story(events).slice(-2)).toEqual(['step 3', 'interrupted']);
    expect(events.at(-1)).toEqual({ type: 'interrupted', steps: 4 });
    // The numbers after four steps: those with which a run goes on that was not stopped.
    const whole = await trainRun(smallRun({ schedule: 'constant' }), engine);
    const cut = await trainRun(smallRun({ schedule: 'constant', steps: 4 }), engine);
    expect(cut.losses).toEqual(whole.losses.slice(0, 4));
    expect(kept).toBeDefined();
    const constant = new AbortController();
    const stopped = await trainRun(smallRun({ schedule: 'constant' }), engine, {
      signal: constant.signal,
      onEvent: (event) => {
        if (event.type === 'step' && event.step === 3) constant.abort();
      },
    });
    expect(stopped.kept).toEqual(cut.kept);
  });

  it('told before it begins, a run does one step at most', async () => {
    const { events } = await trainRun(smallRun(), engine, { signal: AbortSignal.abort() });
    expect(events.at(-1)?.type).toBe('interrupted');
    expect(events.filter(({ type }) => type === 'step').length).toBeLessThanOrEqual(1);
  });
});

describe('divergence', () => {
  const wild = { steps: 60, optimizer: { id: 'sgd', lr: 1e6 }, clip: null, evaluation: { every: 60, batches: 1 } } as const;

  it.each(['reference', 'ort-node'])('on %s a wild run ends as diverged, and keeps the numbers before', async (id) => {
    const { events, kept, losses } = await trainRun(smallRun(wild), await openEngine(id));
    const last = events.at(-1) as TrainEvent & { type: 'diverged' };
    expect(last.type).toBe('diverged');
    expect(last.reason.step).toBe(losses.length - 1);
    expect(losses.length).toBeLessThan(60);
    expect(Object.values(kept ?? {}).length).toBeGreaterThan(10);
    expect(Object.values(kept ?? {}).every((data: Data) => data.length > 0)).toBe(true);
  });

  it('keeps what the last good step left, not what the bad one made', async () => {
    const run = smallRun(wild);
    const { kept, losses } = await trainRun(run, engine);
    const stop = new AbortController();
    const before = await trainRun(run, engine, {
      signal: stop.signal,
      onEvent: (event) => {
        if (event.type === 'step' && event.step === losses.length - 2) stop.abort();
      },
    });
    expect(kept).toEqual(before.kept);
  });

  it('a validation loss that is no number is a divergence too, never a finish', async () => {
    const task = tasks.get('copy').create({ id: 'copy', symbols: 4 }, 6, undefined);
    const broken = {
      ...task,
      validation: (index: number, size: number) => ({
        ...task.validation(index, size),
        weights: new Float32Array(size * 6).fill(Number.NaN),
      }),
    };
    const compiler = new Compiler(engine);
    const events: TrainEvent[] = [];
    let kept = false;
    const keep = () => {
      kept = true;
    };
    for await (const event of train(smallRun(), { compiler, task: broken, keep })) events.push(event);
    expect(events.at(-1)).toEqual({ type: 'diverged', reason: { key: 'evaluation-not-finite', step: 6, value: Number.NaN } });
    expect(kept).toBe(true);
  });

  it('clipping bounds the step', async () => {
    const step = async (clip: number | null) => {
      const first = await trainRun(
        smallRun({ steps: 1, clip, optimizer: { id: 'sgd', lr: 1, momentum: 0 }, evaluation: { every: 1, batches: 1 } }),
        engine,
      );
      const norm = (first.events[1] as TrainEvent & { type: 'step' }).gradientNorm;
      return { kept: first.kept as Record<string, Data>, norm };
    };
    const [free, clipped] = [await step(null), await step(0.1)];
    const start = smallRun({ optimizer: { id: 'sgd', lr: 1, momentum: 0 } });
    const origin = (await trainRun({ ...start, steps: 1, optimizer: { ...start.optimizer, lr: 1e-300 } }, engine)).kept as Record<
      string,
      Data
    >;
    const distance = ({ kept }: typeof free) =>
      Math.sqrt(
        Object.entries(kept).reduce(
          (total, [key, data]) => total + Array.from(data).reduce((sum, value, i) => sum + (value - (origin[key]?.[i] as number)) ** 2, 0),
          0,
        ),
      );
    expect(relativeError([distance(free)], [free.norm])).toBeLessThan(1e-9);
    expect(distance(clipped)).toBeCloseTo(0.1, 5);
    expect(clipped.norm).toBe(free.norm);
  });
});
