/** Rules that end a run early: what each says, and that a run obeys. */
import { describe, expect, it } from 'vitest';
import { optionValues } from '../../../src/core/options.ts';
import { stoppedBy, stopRules } from '../../../src/optim/stop-rule/index.ts';
import { tasks } from '../../../src/task/index.ts';
import { Compiler } from '../../../src/train/compiler.ts';
import type { TrainEvent } from '../../../src/train/events.ts';
import { type TrainOptions, train } from '../../../src/train/session.ts';
import { openEngine, smallRun } from '../../helper/run.ts';

const config = (id: string, options: object = {}) => ({
  ...optionValues(stopRules.get(id).options, options as Record<string, unknown>),
  id,
});

it.each([
  ['plateau', { patience: 2, minDelta: 0.1 }, [3, 2, 2], 1, false],
  ['plateau', { patience: 2, minDelta: 0.1 }, [3, 2, 2, 1.95], 1, true],
  ['plateau', { patience: 2, minDelta: 0.1 }, [3, 2, 2, 1.8], 1, false],
  ['plateau', { patience: 3 }, [3, 3, 3], 1, false],
  ['target', { loss: 2 }, [3, 2.1], 0.5, false],
  ['target', { loss: 2 }, [1.9, 2.1], 0.5, false],
  ['target', { loss: 2 }, [3, 2], 0.1, true],
  ['hopeless', { share: 0.5, loss: 2 }, [3, 2.5], 0.4, false],
  ['hopeless', { share: 0.5, loss: 2 }, [3, 2.5], 0.5, true],
  ['hopeless', { share: 0.5, loss: 2 }, [1.9, 2.5], 0.9, false],
] as const)('%s %j after %j at %d of the steps: %s', (id, options, losses, share, stops) => {
  expect(stoppedBy([config(id, options)], losses, share)).toBe(stops ? id : undefined);
});

describe('a run with a rule', () => {
  const run = { ...smallRun(), steps: 12, evaluation: { every: 2, batches: 1, finalBatches: 1 }, stop: [config('target', { loss: 1e6 })] };
  const options = async (more: Partial<TrainOptions> = {}): Promise<TrainOptions> => ({
    compiler: new Compiler(await openEngine('reference')),
    task: tasks.get(run.task.id).create(run.task, run.model.seqLen, []),
    ...more,
  });
  const eventsOf = async (given: typeof run, more?: Partial<TrainOptions>) => {
    const events: TrainEvent[] = [];
    for await (const event of train(given, await options(more))) events.push(event);
    return events;
  };

  it('ends at the first evaluation that satisfies it, and says which', async () => {
    const events = await eventsOf(run);
    expect(events.filter(({ type }) => type === 'step')).toHaveLength(2);
    expect(events.at(-1)).toMatchObject({ type: 'finished', steps: 2, stopped: 'target' });
  });

  it('trains to its end when none is satisfied', async () => {
    const events = await eventsOf({ ...run, stop: [config('target', { loss: 0 })] });
    expect(events.at(-1)).toMatchObject({ type: 'finished', steps: 12 });
    expect(events.at(-1)).not.toHaveProperty('stopped');
  });

  it('stops at the same step when it is resumed', async () => {
    const rule = [config('plateau', { patience: 2, minDelta: 1e6 })];
    const whole = await eventsOf({ ...run, stop: rule });
    let snapshot: TrainOptions['from'];
    const taking = { due: () => snapshot === undefined, take: (taken: NonNullable<typeof snapshot>) => (snapshot = taken) };
    for await (const event of train({ ...run, stop: rule }, await options({ checkpoint: taking }))) if (event.type === 'evaluated') break;
    const rest = await eventsOf({ ...run, stop: rule }, { from: snapshot });
    expect(rest.at(-1)).toEqual(whole.at(-1));
  });
});
