/** The result as JSON: it fits its schema whatever happened, and holds the numbers of the records. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toJson } from '../../../src/core/json.ts';
import { choose } from '../../../src/study/choose.ts';
import { compareJsonSchema, toCompareJson } from '../../../src/study/compare-json.ts';
import { inThreadExecutor } from '../../../src/study/in-thread.ts';
import { studyResult } from '../../../src/study/result.ts';
import { runStudy, type StudyOutcome } from '../../../src/study/study.ts';
import type { RunRecord, StudyResult } from '../../../src/study/types.ts';
import { tasks } from '../../../src/task/index.ts';
import { diverged, record, smallPlan, workshop } from '../../helper/study.ts';

const plan = smallPlan();
const context = {
  task: tasks.get('copy').create({ id: 'copy', symbols: 3 }, 4, undefined),
  taskTitle: 'copy',
  taskNotes: ['a note'],
  command: 'normlab compare --task copy',
  version: '0.0.0',
  seconds: 1.5,
  language: 'en' as const,
  date: '2026-11-23T00:00:00.000Z',
};

const resultOf = (outcome: StudyOutcome): StudyResult => studyResult(plan, outcome, context);
const written = (result: StudyResult) => JSON.parse(toJson(toCompareJson(result)));

/** An outcome made up of the runs given. */
const outcomeOf = (runs: readonly RunRecord[], interrupted = false): StudyOutcome => ({
  runs,
  choices: choose(
    plan.arms,
    runs.filter(({ stage }) => stage === 'select'),
  ),
  engine: undefined,
  parameterCounts: new Map(),
  interrupted,
});

describe('a result', () => {
  it('of a study that ran fits the schema and repeats its numbers', async () => {
    const outcome = await runStudy(plan, inThreadExecutor(workshop()));
    const result = resultOf(outcome);
    const parsed = compareJsonSchema.parse(written(result));
    expect(parsed.arms.map(({ id, lr, warmup, fields = {} }) => [id, { lr, warmup, fields }])).toEqual([...outcome.choices]);
    expect(parsed.arms.flatMap(({ runs }) => runs.map(({ evalLoss }) => evalLoss)).sort()).toEqual(
      outcome.runs.map(({ evalLoss }) => evalLoss).sort(),
    );
    expect(parsed.pairs).toEqual(result.pairs);
    expect(parsed.pairs[0]?.n).toBe(2);
    expect(parsed.task).toMatchObject({ id: 'copy', vocabSize: 4, uniformEntropy: Math.log(4), notes: ['a note'] });
    expect(parsed.settings).toMatchObject({ steps: 3, batchSize: 2, model: { nLayers: 1 } });
    expect(parsed.grid).toEqual(plan.grid);
  });

  it('keeps no field that only one arm or run has among the shared settings', async () => {
    const { settings } = resultOf(outcomeOf([]));
    expect(settings).not.toHaveProperty('seed');
    for (const [path, key] of [
      ['model', 'placement'],
      ['optimizer', 'lr'],
      ['schedule', 'warmupSteps'],
    ] as const)
      expect(settings[path]).not.toHaveProperty(key);
  });

  const everything = [
    record({ arm: 'post', stage: 'select', lr: 0.01 }),
    diverged({ arm: 'post', stage: 'select', startLoss: Number.NaN, reason: 'the loss became NaN at step 0' }),
    diverged({ arm: 'post', seed: 2, startLoss: 3 }),
    diverged({ arm: 'post', seed: 3, startLoss: Number.POSITIVE_INFINITY }),
    record({ arm: 'pre', seed: 2 }),
    record({ arm: 'pre', seed: 3, status: 'failed', evalLoss: null, startLoss: null, reason: 'out of memory' }),
    record({ arm: 'pre', seed: 4, status: 'interrupted', evalLoss: null }),
  ];

  it.each([
    ['with every kind of end', everything],
    ['of which nothing ran', []],
    ['with one arm that was never judged', everything.filter(({ arm }) => arm === 'post')],
  ])('%s fits the schema', (_what, runs) => {
    const parsed = compareJsonSchema.parse(written(resultOf(outcomeOf(runs, true))));
    expect(parsed.arms.flatMap((arm) => arm.runs).length).toBe(runs.length);
    expect(parsed.interrupted).toBe(true);
  });

  it('says infinities and NaN in words', () => {
    const losses = written(resultOf(outcomeOf(everything))).arms[0].runs.map(({ startLoss }: { startLoss: unknown }) => startLoss);
    expect(losses).toEqual([3, 'NaN', 3, 'Infinity']);
  });

  it('estimates over judging runs alone', () => {
    const [post, pre] = resultOf(outcomeOf(everything)).arms;
    expect(post?.evalLoss).toMatchObject({ mean: null, n: 0 });
    expect(post?.survival.rate).toBe(0);
    expect(pre?.evalLoss).toMatchObject({ mean: 1, n: 1 });
  });
});

it('keeps the fields that were always there under their names', () => {
  const { arms, pairs } = written(resultOf(outcomeOf([record({ arm: 'post', seed: 2 }), record({ arm: 'pre', seed: 2 })])));
  const old = {
    arm: ['id', 'equation', 'lr', 'warmup', 'parameters', 'runs', 'evalLoss', 'survival', 'warnings'],
    pair: ['a', 'b', 'difference', 'low', 'high', 'pValue', 'verdict', 'n', 'moreSeeds'],
  };
  expect(Object.keys(arms[0])).toEqual(expect.arrayContaining(old.arm));
  expect(Object.keys(pairs[0])).toEqual(expect.arrayContaining(old.pair));
  expect(Object.keys(arms[0].evalLoss)).toEqual(['mean', 'low', 'high', 'n', 'leftOut']);
});

it('says what every mean leaves out, and an infinite middle half in words', () => {
  const runs = [
    record({ arm: 'post', seed: 2 }),
    diverged({ arm: 'post', seed: 3 }),
    record({ arm: 'pre', seed: 2 }),
    record({ arm: 'pre', seed: 3, evalLoss: Number.NaN }),
  ];
  const json = written(resultOf(outcomeOf(runs)));
  expect(json.arms.map(({ evalLoss }: { evalLoss: object }) => evalLoss)).toMatchObject([
    { n: 1, leftOut: 1 },
    { n: 1, leftOut: 1 },
  ]);
  expect(json.arms[0].interquartile.estimate).toBe('Infinity');
  expect(json.arms[1].runs[1].evalLoss).toBe('NaN');
  expect(json.pairs[0]).toMatchObject({ n: 1, leftOut: 1 });
  expect(() => compareJsonSchema.parse(json)).not.toThrow();
});

it('the schema refuses what it does not know', () => {
  const good = written(resultOf(outcomeOf([])));
  expect(compareJsonSchema.safeParse({ ...good, extra: 1 }).success).toBe(false);
  expect(compareJsonSchema.safeParse({ ...good, pairs: [{ a: 'x' }] }).success).toBe(false);
  expect(compareJsonSchema.safeParse({ ...good, arms: undefined }).success).toBe(false);
});

it('the schema prints as JSON Schema', () => {
  const printed = JSON.parse(JSON.stringify(z.toJSONSchema(compareJsonSchema)));
  expect(Object.keys(printed.properties).sort()).toEqual(Object.keys(written(resultOf(outcomeOf([])))).sort());
});
