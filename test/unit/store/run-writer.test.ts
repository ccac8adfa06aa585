/** A run as files: what it is, what happened, how it ended. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromJsonNumber } from '../../../src/core/json.ts';
import { RunWriter } from '../../../src/store/run-writer.node.ts';
import type { TrainEvent } from '../../../src/train/events.ts';
import { openEngine, smallRun, trainRun } from '../../helper/run.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'normlab-run-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const run = smallRun();
const open = (folder = join(root, 'runs/one')) => new RunWriter(folder, { id: 'one', run, version: '9.9.9' });
const head = () => JSON.parse(readFileSync(join(root, 'runs/one/run.json'), 'utf8'));
const lines = () => readFileSync(join(root, 'runs/one/events.jsonl'), 'utf8').split('\n');

describe('files of a run', () => {
  it('say at once that it runs, and what it is', () => {
    const writer = open();
    expect(head()).toEqual({ id: 'one', run: JSON.parse(JSON.stringify(run)), version: '9.9.9', status: 'running' });
    expect(lines()).toEqual(['']);
    writer.close();
  });

  it('hold one event on each line, in order, and are readable while it runs', async () => {
    const { events } = await trainRun(run, await openEngine('reference'));
    const writer = open();
    for (const [i, event] of events.entries()) {
      writer.event(event);
      expect(lines().length).toBe(i + 2);
    }
    writer.close();
    const written = lines();
    expect(written.pop()).toBe('');
    expect(written.map((line) => JSON.parse(line))).toEqual(JSON.parse(JSON.stringify(events)));
    expect(head()).toMatchObject({ status: 'finished', steps: 6, evalLoss: (events.at(-1) as { evalLoss: number }).evalLoss });
    expect(readdirSync(join(root, 'runs/one')).sort()).toEqual(['events.jsonl', 'metrics.parquet', 'run.json']);
  });

  it('do not keep what a writer that died left beside them', () => {
    open().close();
    const folder = join(root, 'runs/one');
    mkdirSync(join(folder, 'checkpoints'));
    for (const name of ['run.json.77.tmp', 'checkpoints/step-00000001.safetensors.77.tmp']) writeFileSync(join(folder, name), '{"id":');
    writeFileSync(join(folder, 'lock.77.tmp'), 'of one who waits');
    open(folder).close();
    expect(
      readdirSync(folder, { recursive: true })
        .map(String)
        .filter((name) => name.endsWith('.tmp')),
    ).toEqual(['lock.77.tmp']);
  });

  it('write numbers that JSON does not know as words', () => {
    const writer = open();
    writer.event({ type: 'step', step: 3, loss: Number.NaN, lr: 0.1, gradientNorm: Number.POSITIVE_INFINITY });
    writer.event({ type: 'measured', step: 3, series: { 'max-abs': [1, Number.NaN] } });
    writer.event({ type: 'diverged', reason: { key: 'loss-not-finite', step: 3, value: Number.NaN } });
    writer.close();
    const [step, measured] = lines() as [string, string];
    expect(step).toBe('{"type":"step","step":3,"loss":"NaN","lr":0.1,"gradientNorm":"Infinity"}');
    expect(fromJsonNumber(JSON.parse(step).gradientNorm)).toBe(Number.POSITIVE_INFINITY);
    expect(JSON.parse(measured).series['max-abs']).toEqual([1, 'NaN']);
    expect(head()).toMatchObject({ status: 'diverged', reason: { key: 'loss-not-finite', step: 3, value: 'NaN' } });
  });

  it.each([
    [
      { type: 'interrupted', steps: 4 },
      { status: 'interrupted', steps: 4 },
    ],
    [
      { type: 'finished', steps: 6, evalLoss: 1.25 },
      { status: 'finished', steps: 6, evalLoss: 1.25 },
    ],
  ] as [TrainEvent, object][])('say how it ended: %o', (event, expected) => {
    const writer = open();
    writer.event(event);
    writer.close();
    expect(head()).toMatchObject(expected);
  });

  it('say that it failed, and why; and that it failed when it never said how it ended', () => {
    open().close({ failure: 'out of memory' });
    expect(head()).toMatchObject({ status: 'failed', message: 'out of memory' });
    open().close();
    expect(head().status).toBe('failed');
  });

  it('of a run done again begin anew', () => {
    const first = open();
    first.event({ type: 'evaluated', step: 1, loss: 1 });
    first.close();
    open().close();
    expect(lines()).toEqual(['']);
  });
});
