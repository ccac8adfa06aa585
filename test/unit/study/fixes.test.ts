/** What once went wrong in studies, each with the case that showed it. */
import { describe, expect, it } from 'vitest';
import { portableEngines } from '../../../src/engine/index.ts';
import { parseRun } from '../../../src/spec/parse.ts';
import { choose } from '../../../src/study/choose.ts';
import { compareHere } from '../../../src/study/compare-here.ts';
import type { Job, JobEnd } from '../../../src/study/executor.ts';
import { inThreadExecutor } from '../../../src/study/in-thread.ts';
import { RunRecorder } from '../../../src/study/record.ts';
import type { RunRecord } from '../../../src/study/types.ts';
import { DivergenceMonitor } from '../../../src/train/divergence.ts';

const select = (lr: number, status: RunRecord['status'], evalLoss: number | null, startLoss: number): RunRecord => ({
  ...{ id: String(lr), arm: 'pre', stage: 'select', seed: 1, lr, warmup: 0, status, evalLoss, startLoss, steps: 5, seconds: 1 },
  ...{ trainLoss: { steps: [], values: [] }, validationLoss: { steps: [], values: [] }, snapshots: [], fields: {} },
});

describe('a choice', () => {
  it('never prefers a setting that diverged, however low its first loss was', () => {
    const runs = [select(0.1, 'finished', 1.4, 1.5), select(1e12, 'diverged', null, 1.37)];
    expect(choose(['pre'], runs).get('pre')?.lr).toBe(0.1);
  });
});

describe('a run that blows up in its last steps', () => {
  it('has diverged', () => {
    const monitor = new DivergenceMonitor(12);
    expect(monitor.observe(0, 2, 1)).toBeUndefined();
    expect(monitor.finish(12, 3.1e275)?.key).toBe('evaluation-above-start');
    expect(monitor.finish(12, 2.1)).toBeUndefined();
    expect(monitor.finish(12, Number.NaN)?.key).toBe('evaluation-not-finite');
  });
});

describe('a field set to undefined', () => {
  it('is a field left out', () => {
    const run = parseRun({ model: { placement: 'pre', nLayers: undefined }, optimizer: { id: 'adamw', lr: undefined } });
    expect(run).toEqual(parseRun({ model: { placement: 'pre' }, optimizer: 'adamw' }));
  });
});

describe('a recorded SGD run', () => {
  it('can be parsed again', () => {
    const run = parseRun({ model: { placement: 'pre' }, task: 'copy', optimizer: 'sgd' });
    expect(parseRun(JSON.parse(JSON.stringify(run)))).toEqual(run);
  });
});

describe('the executor in this thread', () => {
  it('ends a job whose engine does not open as failed, and goes on', async () => {
    const run = parseRun({ model: { placement: 'pre' }, task: 'copy' });
    const jobs: Job[] = ['a', 'b'].map((id) => ({ kind: 'train', id, run }));
    const ends: JobEnd[] = [];
    const executor = inThreadExecutor({ openEngine: () => Promise.reject(new Error('no such device')), files: () => [] });
    await executor.execute(jobs, { event: () => undefined, end: (_job, end) => ends.push(end) });
    expect(ends).toEqual(jobs.map(() => ({ type: 'failed', message: 'no such device' })));
  });
});

describe("a run's time", () => {
  it('begins with its first event', async () => {
    const recorder = new RunRecorder({ id: 'x', arm: 'pre', stage: 'judge', seed: 1, lr: 1, warmup: 0, fields: {} });
    await new Promise((resolve) => setTimeout(resolve, 60));
    recorder.event({ type: 'evaluated', step: 0, loss: 1 });
    expect(recorder.record({ type: 'ended' }).seconds).toBeLessThan(0.05);
  });
});

describe('a comparison in this thread', () => {
  it('runs on any engine and any text, without processes or files', async () => {
    const engine = await portableEngines.get('ort-wasm').open({ threads: 1 });
    const text = 'to be or not to be, that is the question. '.repeat(40);
    const model = { nLayers: 1, dModel: 8, nHeads: 2, seqLen: 8 };
    const result = await compareHere({
      engine,
      text,
      arms: ['post', 'pre'],
      model,
      steps: 6,
      lr: [0.01],
      warmup: [0],
      seeds: 2,
      language: 'zh',
    });
    expect(result.arms.map(({ title }) => title)).toEqual(['后归一化', '前归一化']);
    expect(result.arms.flatMap(({ runs }) => runs).every(({ status }) => status === 'finished')).toBe(true);
    expect(result.task.bigramEntropy).toBeGreaterThan(0);
    await expect(compareHere({ engine, arms: ['pre'] })).rejects.toThrow(/0 characters/);
  });
});
