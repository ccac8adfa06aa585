/** The comparison as a protocol: same grid, seeds and data for all, fresh seeds to judge on, and nothing lost on the way. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import type { Engine } from '../../../src/engine/types.ts';
import { readArm } from '../../../src/study/arm.ts';
import { choose } from '../../../src/study/choose.ts';
import type { Executor } from '../../../src/study/executor.ts';
import { inThreadExecutor } from '../../../src/study/in-thread.ts';
import { studyPlan } from '../../../src/study/options.ts';
import { armRun } from '../../../src/study/plan.ts';
import { runStudy, type StudyProgress } from '../../../src/study/study.ts';
import type { RunRecord } from '../../../src/study/types.ts';
import { smallPlan, workshop } from '../../helper/study.ts';

const judged = (runs: readonly RunRecord[]) => runs.filter(({ stage }) => stage === 'judge');
const selected = (runs: readonly RunRecord[]) => runs.filter(({ stage }) => stage === 'select');

describe('a comparison that runs', async () => {
  const plan = smallPlan();
  const ended: RunRecord[] = [];
  const progress: StudyProgress[] = [];
  const listener = { ended: (one: RunRecord) => ended.push(one), progress: (one: StudyProgress) => progress.push(one) };
  const outcome = await runStudy(plan, inThreadExecutor(workshop()), listener);
  const { runs, choices } = outcome;

  it('records every run: the whole grid for each arm on the selection seed, then one run for each judging seed', () => {
    const grid = (arm: string) =>
      selected(runs)
        .filter((run) => run.arm === arm)
        .map(({ lr, warmup, seed }) => [seed, lr, warmup]);
    for (const arm of plan.arms) {
      expect(grid(arm)).toEqual([
        [1, 0.01, 0],
        [1, 0.01, 1],
        [1, 0.1, 0],
        [1, 0.1, 1],
      ]);
    }
    expect(judged(runs).map(({ arm, seed }) => `${arm} ${seed}`)).toEqual(['post 2', 'pre 2', 'post 3', 'pre 3']);
    expect(runs.every(({ status }) => status === 'finished')).toBe(true);
    expect(new Set(runs.map(({ id }) => id)).size).toBe(12);
    expect(ended.length).toBe(12);
  });

  it('chooses on the selection runs and judges with the choice', () => {
    expect(choices).toEqual(choose(plan.arms, selected(runs)));
    for (const { arm, lr, warmup, fields } of judged(runs)) expect({ lr, warmup, fields }).toEqual(choices.get(arm));
  });

  it('judges on seeds that chose nothing', () => {
    const choosing = new Set(selected(runs).map(({ seed }) => seed));
    expect(judged(runs).some(({ seed }) => choosing.has(seed))).toBe(false);
  });

  it('keeps of each run its curves, and what happened inside of the judging runs only', () => {
    for (const run of runs) {
      expect(run.trainLoss.steps).toEqual([0, 1, 2]);
      expect(run.startLoss).toBe(run.trainLoss.values[0]);
      expect(run.validationLoss).toEqual({ steps: [3], values: [run.evalLoss] });
      expect(run.snapshots.map(({ step }) => step)).toEqual(run.stage === 'judge' ? [0, 2] : []);
    }
  });

  it('tells its progress up to the last step', () => {
    const last = progress.at(-1) as StudyProgress;
    expect([last.doneSteps, last.totalSteps]).toEqual([36, 36]);
    progress.reduce((before, { doneSteps, totalSteps }) => {
      expect(doneSteps).toBeGreaterThanOrEqual(before);
      expect(doneSteps).toBeLessThanOrEqual(totalSteps);
      return doneSteps;
    }, 0);
  });

  it('says on what it ran, and how many parameters each arm had', () => {
    expect(outcome.engine?.id).toBe('reference');
    expect([...outcome.parameterCounts.keys()].sort()).toEqual(['post', 'pre']);
    expect(outcome.interrupted).toBe(false);
  });

  it('gives the same numbers when repeated', async () => {
    const again = await runStudy(plan, inThreadExecutor(workshop()));
    const numbers = (all: readonly RunRecord[]) => all.map(({ seconds: _seconds, ...rest }) => rest);
    expect(numbers(again.runs)).toEqual(numbers(runs));
  });
});

describe('a comparison whose losses are made up', () => {
  /** The best setting by selection seeds, and what the judging seeds would rather have had. */
  const best: Readonly<Record<string, string>> = { post: '0.1/1', pre: '0.01/0' };
  const scripted: Executor = {
    close: async () => undefined,
    execute: async (jobs, listener) => {
      for (const job of jobs) {
        if (job.kind !== 'train') continue;
        const { model, optimizer, schedule, seed } = job.run;
        const isBest = best[model.placement.id] === `${optimizer.lr}/${schedule.warmupSteps}`;
        listener.event(job, { type: 'finished', steps: 3, evalLoss: isBest === (seed === 1) ? 1 : 2 });
        listener.end(job, { type: 'ended' });
      }
    },
  };

  it('judges each arm with the setting that was best on the selection seed, and no other', async () => {
    const { runs, choices } = await runStudy(smallPlan(), scripted);
    expect(Object.fromEntries([...choices].map(([arm, { lr, warmup }]) => [arm, `${lr}/${warmup}`]))).toEqual(best);
    expect(judged(runs).map(({ arm, lr, warmup, evalLoss }) => [arm, `${lr}/${warmup}`, evalLoss])).toEqual([
      ['post', '0.1/1', 2],
      ['pre', '0.01/0', 2],
      ['post', '0.1/1', 2],
      ['pre', '0.01/0', 2],
    ]);
  });

  it('comes back in the order planned, in whatever order it ran', async () => {
    const backwards: Executor = { ...scripted, execute: (jobs, listener) => scripted.execute([...jobs].reverse(), listener) };
    const order = async (executor: Executor) => (await runStudy(smallPlan(), executor)).runs.map(({ id }) => id);
    expect(await order(backwards)).toEqual(await order(scripted));
  });
});

describe('fairness', () => {
  it('arms differ in their placement alone', () => {
    const arms = ['post', 'pre', 'sandwich'];
    const plan = { ...smallPlan(), arms, own: Object.fromEntries(arms.map((id) => [id, readArm(id)])) };
    const rest = (arm: string) => {
      const { model, ...others } = armRun(plan, arm, { lr: 0.1, warmup: 1, fields: {} }, 5);
      const { placement, ...shape } = model;
      expect(placement.id).toBe(arm);
      return { ...others, shape };
    };
    expect(rest('post')).toEqual(rest('pre'));
    expect(rest('sandwich')).toEqual(rest('pre'));
  });

  it('all arms see the same tokens at the same step of the same seed', async () => {
    const seen: string[][] = [];
    const watched = (engine: Engine): Engine => ({
      ...engine,
      compile: async (program) => {
        const session = await engine.compile(program);
        const run: typeof session.run = (feeds) => {
          if ('scalar:step_size' in feeds) seen.at(-1)?.push(`${feeds.tokens} > ${feeds.targets}`);
          return session.run(feeds);
        };
        return { ...session, run };
      },
    });
    const started: string[] = [];
    await runStudy(smallPlan(), inThreadExecutor(workshop(watched)), {
      progress: ({ plan: { arm, seed }, event }) => {
        if (event.type !== 'started') return;
        started.push(`${arm} ${seed}`);
        seen.push([]);
      },
    });
    const bySeed = new Map<string, Set<string>>();
    for (const [i, name] of started.entries()) {
      const seed = name.split(' ')[1] as string;
      bySeed.set(seed, (bySeed.get(seed) ?? new Set()).add((seen[i] as string[]).join('\n')));
      expect(seen[i]?.length).toBe(3);
    }
    expect([...bySeed.keys()].sort()).toEqual(['1', '2', '3']);
    for (const batches of bySeed.values()) expect(batches.size).toBe(1);
    expect(new Set([...bySeed.values()].flatMap((batches) => [...batches])).size).toBe(3);
  });

  it('a diverged run of one arm costs the other nothing', async () => {
    // So large a rate that SGD is lost at once, beside one at which it learns.
    const plan = smallPlan(
      { optimizer: 'sgd', clip: null, batchSize: 8, steps: 40, evaluation: { every: 40, batches: 1, finalBatches: 1 } },
      { lr: [0.1, 1e12], warmup: [0] },
    );
    const progress: StudyProgress[] = [];
    const listener = { progress: (one: StudyProgress) => progress.push(one) };
    const { runs, choices } = await runStudy(plan, inThreadExecutor(workshop()), listener);
    const lost = selected(runs).filter(({ lr }) => lr === 1e12);
    expect(lost.map(({ status }) => status)).toEqual(['diverged', 'diverged']);
    for (const run of lost) {
      expect(run.reason).toMatch(/at step \d+$/);
      expect(run.evalLoss).toBeNull();
      expect(run.steps).toBe(run.trainLoss.steps.length);
    }
    expect([...choices.values()]).toEqual([
      { lr: 0.1, warmup: 0, fields: {} },
      { lr: 0.1, warmup: 0, fields: {} },
    ]);
    expect(judged(runs).every(({ status }) => status === 'finished')).toBe(true);
    // The steps that a lost run never does are not waited for.
    const { doneSteps, totalSteps } = progress.at(-1) as StudyProgress;
    expect(doneSteps).toBe(totalSteps);
    expect(totalSteps).toBeLessThan(8 * 40);
  });
});

describe('an abort', () => {
  const abortAfter = async (count: number) => {
    const stop = new AbortController();
    const ended: RunRecord[] = [];
    const listener = {
      ended: (one: RunRecord) => {
        ended.push(one);
        if (ended.length === count) stop.abort();
      },
    };
    return runStudy(smallPlan(), inThreadExecutor(workshop()), listener, stop.signal);
  };
  const counts = (runs: readonly RunRecord[]) =>
    Object.fromEntries(['finished', 'interrupted'].map((status) => [status, runs.filter((run) => run.status === status).length]));

  it('while choosing keeps what finished, calls the rest interrupted and judges nothing', async () => {
    const { runs, interrupted } = await abortAfter(3);
    expect(interrupted).toBe(true);
    expect(counts(runs)).toEqual({ finished: 3, interrupted: 5 });
    expect(judged(runs)).toEqual([]);
    for (const run of runs) expect(run.evalLoss === null).toBe(run.status === 'interrupted');
  });

  it('while judging keeps what finished', async () => {
    const { runs, choices } = await abortAfter(10);
    expect(counts(runs)).toEqual({ finished: 10, interrupted: 2 });
    expect(judged(runs).map(({ status }) => status)).toEqual(['finished', 'finished', 'interrupted', 'interrupted']);
    expect(choices.size).toBe(2);
  });

  it('in the middle of a run ends it there', async () => {
    const stop = new AbortController();
    const listener = { progress: ({ doneSteps }: StudyProgress) => doneSteps === 2 && stop.abort() };
    const { runs } = await runStudy(smallPlan(), inThreadExecutor(workshop()), listener as never, stop.signal);
    expect(runs[0]).toMatchObject({ status: 'interrupted', evalLoss: null, steps: 2 });
    expect(counts(runs)).toEqual({ finished: 0, interrupted: 8 });
  });
});

describe('a failure', () => {
  /** An executor whose jobs fail where `fails` says so. */
  const failing = (fails: (run: { placement: string; seed: number }) => boolean): Executor => {
    const inner = inThreadExecutor(workshop());
    return {
      ...inner,
      execute: async (jobs, listener, signal) => {
        for (const job of jobs) {
          if (job.kind === 'train' && fails({ placement: job.run.model.placement.id, seed: job.run.seed }))
            listener.end(job, { type: 'failed', message: 'out of memory' });
          else await inner.execute([job], listener, signal);
        }
      },
    };
  };

  it('of one run is recorded with its reason, and the study goes on', async () => {
    const { runs } = await runStudy(
      smallPlan(),
      failing(({ placement, seed }) => placement === 'pre' && seed === 3),
    );
    const [failed] = runs.filter(({ status }) => status === 'failed');
    expect(failed).toMatchObject({ arm: 'pre', seed: 3, reason: 'out of memory', evalLoss: null, startLoss: null, steps: 0 });
    expect(runs.filter(({ status }) => status === 'finished').length).toBe(11);
  });

  it('of every selection run of an arm leaves that arm unjudged', async () => {
    const { runs, choices } = await runStudy(
      smallPlan(),
      failing(({ placement }) => placement === 'pre'),
    );
    expect([...choices.keys()]).toEqual(['post']);
    expect(judged(runs).map(({ arm }) => arm)).toEqual(['post', 'post']);
  });
});

describe('the plan that options make', () => {
  const engine = { id: 'reference', threads: 1 };

  it('judges on seeds that no choice is made on, and as many as asked', () => {
    for (const options of [{}, { quick: true }, { seeds: 9 }]) {
      const { grid } = studyPlan({ task: 'copy', ...options }, engine);
      expect(grid.judgeSeeds.filter((seed) => grid.selectSeeds.includes(seed))).toEqual([]);
      expect(new Set(grid.judgeSeeds).size).toBe(grid.judgeSeeds.length);
    }
    expect(studyPlan({ task: 'copy', seeds: 9 }, engine).grid.judgeSeeds.length).toBe(9);
    expect(studyPlan({ task: 'copy', schedule: 'noam' }, engine).grid.lr).toContain(1);
    expect(studyPlan({ task: 'copy' }, engine).arms).toEqual(['post', 'pre', 'sandwich']);
  });

  it('tries each value once, in order', () => {
    const { grid } = studyPlan({ task: 'copy', lr: [0.1, 0.01, 0.1], warmup: [30, 0, 30] }, engine);
    expect([grid.lr, grid.warmup]).toEqual([
      [0.01, 0.1],
      [0, 30],
    ]);
  });

  it('lets every option through to the runs', () => {
    const plan = studyPlan(
      {
        arms: ['pre'],
        task: 'copy',
        steps: 77,
        batchSize: 3,
        optimizer: { id: 'sgd', momentum: 0.5 },
        schedule: 'wsd',
        model: { nLayers: 2, normalizer: 'rms' },
      },
      engine,
    );
    expect(armRun(plan, 'pre', { lr: 0.25, warmup: 4, fields: {} }, 6)).toMatchObject({
      steps: 77,
      batchSize: 3,
      seed: 6,
      task: { id: 'copy' },
      optimizer: { id: 'sgd', momentum: 0.5, lr: 0.25 },
      schedule: { id: 'wsd', warmupSteps: 4 },
      model: { nLayers: 2, normalizer: { id: 'rms' }, placement: { id: 'pre' } },
      engine,
    });
  });

  it.each([
    [{ arms: ['post', 'prenorm'] }, '"prenorm"'],
    [{ arms: ['post', 'post'] }, 'post, post'],
    [{ arms: [] }, 'post, pre, sandwich'],
    [{ warmup: [400] }, '400'],
    [{ model: { dModel: 10, nHeads: 4 } }, '10'],
    [{ lr: [0.1, -1] }, '-1'],
    [{ steps: 0 }, 'steps'],
  ])('refuses %o before anything runs', (options, words) => {
    const make = () => studyPlan({ task: 'copy', ...options }, engine);
    expect(make).toThrow(UserError);
    expect(make).toThrow(words);
  });
});
