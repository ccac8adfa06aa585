/** The learning rate that breaks a run, read off a ramp: by hand, and through a study to its JSON and its report. */
import { describe, expect, it } from 'vitest';
import { compareTables } from '../../../src/cli/compare-tables.ts';
import { languages } from '../../../src/core/message/index.ts';
import { renderCompareReport } from '../../../src/report/compare.ts';
import { compareJsonSchema, toCompareJson } from '../../../src/study/compare-json.ts';
import { studyPlan } from '../../../src/study/options.ts';
import { rampReadings } from '../../../src/study/ramp.ts';
import { studyResult } from '../../../src/study/result.ts';
import { runStudy } from '../../../src/study/study.ts';
import { parseStudy } from '../../../src/study/study-spec.ts';
import type { RunRecord } from '../../../src/study/types.ts';
import { tasks } from '../../../src/task/index.ts';
import { record } from '../../helper/study.ts';

const steps = 100;
const uniform = 2;

/** A run whose rate rises to 1 over 100 steps: 0.01 at step 0. */
const ramped = (seed: number, losses: readonly number[], more: Partial<RunRecord> = {}): RunRecord =>
  record({
    seed,
    lr: 1,
    warmup: steps,
    fields: {},
    status: 'finished',
    trainLoss: { steps: losses.map((_, step) => step), values: losses },
    ...more,
  });

const flat = (value: number, n = steps): number[] => Array.from({ length: n }, () => value);
/** Falls from 2 to 1 in 50 steps, and jumps to 5 at a step. */
const breaksAt = (at: number): number[] => Array.from({ length: steps }, (_, step) => (step < at ? Math.max(1, 2 - step / 50) : 5));

describe('what a ramp says of an arm', () => {
  it('is the rate at which the median of five losses has risen: two steps behind the jump', () => {
    const [{ median, least, most, unbroken, runs } = {} as never] = rampReadings(
      [60, 70, 80].map((at, i) => ramped(i, breaksAt(at))),
      uniform,
    );
    // Three of five losses are high at step at + 2, of which the rate is (at + 3) / 100.
    expect([median, least, most]).toEqual([0.73, 0.63, 0.83]);
    expect(unbroken).toBe(0);
    expect(runs.map(({ step, reason }) => [step, reason])).toEqual([62, 72, 82].map((step) => [step, 'loss-rose']));
  });

  it('is where a loss is no number, and at the latest where the run diverged', () => {
    const nan = [...breaksAt(40).slice(0, 40), Number.NaN];
    const stopped = breaksAt(99).slice(0, 31);
    const [{ runs } = {} as never] = rampReadings(
      [ramped(1, nan, { status: 'diverged' }), ramped(2, stopped, { status: 'diverged' })],
      uniform,
    );
    expect(runs.map(({ rate, reason }) => [rate, reason])).toEqual([
      [0.41, 'loss-not-finite'],
      [0.31, 'diverged'],
    ]);
  });

  it('counts a run that never broke at its top, and leaves out one that had nothing to lose', () => {
    const learned = ramped(1, breaksAt(steps));
    const nothing = ramped(2, flat(1.95));
    expect(rampReadings([learned, nothing], uniform)).toMatchObject([{ median: 1, unbroken: 1, unlearned: 1 }]);
    expect(rampReadings([nothing], uniform)).toMatchObject([{ median: null, least: null, unbroken: 0, unlearned: 1 }]);
  });

  it('says nothing of runs without an outcome, and keeps further fields apart', () => {
    const runs = [
      ramped(1, breaksAt(50), { fields: { clip: 1 } }),
      ramped(1, breaksAt(70), { fields: { clip: null } }),
      ramped(2, breaksAt(10), { fields: { clip: null }, status: 'interrupted' }),
    ];
    expect(rampReadings(runs, uniform).map(({ fields, median }) => [fields.clip, median])).toEqual([
      [1, 0.53],
      [null, 0.73],
    ]);
  });
});

describe('a study by ramp', () => {
  const options = parseStudy({
    arms: ['post', 'pre'],
    run: { task: { id: 'copy', symbols: 3 }, model: { nLayers: 1, dModel: 8, nHeads: 1, seqLen: 8 }, steps },
    tune: { lr: [0.1, 0.5], warmup: [0, 10] },
    seeds: { select: 2 },
    protocol: 'ramp',
  });
  const plan = studyPlan(options as never, { id: 'reference', threads: 1 });

  it('is one setting: to the largest rate, over all steps', () => {
    expect(plan.grid).toMatchObject({ lr: [0.5], warmup: [steps - 1], judgeSeeds: [] });
  });

  it.each(languages)('is told in JSON, terminal and report, in %s', async (language) => {
    const losses = (id: string): number[] => breaksAt(id === 'post' ? 49 : steps);
    const executor = {
      execute: async (jobs: readonly { id: string; run?: { model: { placement: { id: string } } } }[], listener: never) => {
        const { event, end } = listener as { event: (job: object, event: object) => void; end: (job: object, end: object) => void };
        for (const job of jobs) {
          const values = losses(job.run?.model.placement.id ?? '');
          event(job, {
            type: 'started',
            engine: { id: 'reference', threads: 1, version: '0', device: 'cpu' },
            parameterCount: 1,
            labels: {},
          });
          for (const [step, loss] of values.entries()) event(job, { type: 'step', step, loss, lr: 0, gradientNorm: 1 });
          event(job, { type: 'finished', steps, evalLoss: 1 });
          end(job, { type: 'ended' });
        }
      },
      close: async () => undefined,
    };
    const task = tasks.get('copy').create({ id: 'copy', symbols: 3 }, 8, undefined);
    const context = { task, taskTitle: '', taskNotes: [], language, command: '', version: '0', seconds: 1, date: '' };
    const result = studyResult(plan, await runStudy(plan, executor as never), context);
    const json = toCompareJson(result);
    expect(compareJsonSchema.safeParse(JSON.parse(JSON.stringify(json))).error).toBeUndefined();
    // 0.5 · 52 / 99 and the whole ramp.
    expect(json.arms.map(({ ramps }) => ramps?.map(({ median, unbroken }) => [median, unbroken]))).toEqual([
      [[(0.5 * 52) / 99, 0]],
      [[0.5, 2]],
    ]);
    const page = renderCompareReport(result, language);
    expect([...page.matchAll(/<section id="(\w+)"/g)].map(([, id]) => id).slice(0, 3)).toEqual(['ramp', 'arms', 'survival']);
    for (const text of [page, compareTables(result, language)]) {
      expect(text).toMatch(/0\.263/);
      expect(text).toMatch(language === 'en' ? /more than 0\.5/ : /大于 0\.5/);
    }
    expect(page.replace(/<style>.*?<\/style>/s, '').replace(/<[^>]*>/g, ' ')).not.toMatch(/ramp\.\w+|undefined|\[object|\{\w+\}|\bnull\b/);
  });
});
