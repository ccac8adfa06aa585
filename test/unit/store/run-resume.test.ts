/** A run that was cut off goes on from its last checkpoint and ends in the same bits. */
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Run } from '../../../src/spec/run.ts';
import { readCheckpoint } from '../../../src/store/checkpoints.node.ts';
import { isLocked, releaseLock, takeLock } from '../../../src/store/lock.node.ts';
import { findRun, readEndedEvents } from '../../../src/store/run-folder.node.ts';
import { RunWriter } from '../../../src/store/run-writer.node.ts';
import { endedRun } from '../../../src/study/stored.node.ts';
import { version } from '../../../src/study/version.node.ts';
import { tasks } from '../../../src/task/index.ts';
import { Compiler } from '../../../src/train/compiler.ts';
import type { TrainEvent } from '../../../src/train/events.ts';
import { train } from '../../../src/train/session.ts';
import { namedTensors } from '../../../src/train/values.ts';
import { openEngine, smallRun } from '../../helper/run.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'normlab-resume-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const steps = 12;
const run: Run = {
  ...smallRun(),
  steps,
  evaluation: { every: 5, batches: 1, finalBatches: 1 },
  diagnostics: { every: 4, series: ['max-abs'] },
};

/** Trains into a folder, with a checkpoint after each of the given steps; stops dead after `dies` steps: nothing is closed. */
async function trainInto(
  folder: string,
  { checkpoints = [] as readonly number[], dies = Number.POSITIVE_INFINITY, resume = false, spec = run } = {},
) {
  const engine = await openEngine('reference');
  const writer = new RunWriter(folder, { id: 'one', run: spec, version }, resume);
  let done = writer.resumed?.snapshot.steps ?? 0;
  let final: Record<string, number[]> = {};
  const events: TrainEvent[] = [...(writer.resumed?.events ?? [])];
  const options = {
    compiler: new Compiler(engine),
    task: tasks.get(spec.task.id).create(spec.task, spec.model.seqLen, []),
    from: writer.resumed?.snapshot,
    checkpoint: { due: () => checkpoints.includes(done), take: writer.checkpoint.bind(writer) },
    keep: (program: Parameters<typeof namedTensors>[0], values: Parameters<typeof namedTensors>[1]) => {
      final = Object.fromEntries(namedTensors(program, values).map(({ key, data }) => [key, [...data]]));
    },
  };
  for await (const event of train(spec, options)) {
    writer.event(event);
    events.push(event);
    if (event.type === 'step') done = event.step + 1;
    if (done >= dies && event.type === 'step') {
      releaseLock(folder);
      return { events, final };
    }
  }
  writer.close();
  return { events, final };
}

const text = (folder: string) => readFileSync(join(folder, 'events.jsonl'), 'utf8');

describe('a run that died', () => {
  it.each([
    ['before any checkpoint', [], 4],
    ['right behind one', [5], 6],
    ['long behind one', [3], 11],
    ['with several', [2, 4, 6, 8], 9],
  ] as const)('%s ends in the same bits', async (_name, checkpoints, dies) => {
    const whole = await trainInto(join(root, 'whole'));
    await trainInto(join(root, 'cut'), { checkpoints, dies });
    expect(findRun(join(root, 'cut')).state).toBe('stale');
    const again = await trainInto(join(root, 'cut'), { resume: true });
    expect(text(join(root, 'cut'))).toBe(text(join(root, 'whole')));
    expect(again.final).toEqual(whole.final);
    expect(again.events).toEqual(whole.events);
    expect(findRun(join(root, 'cut')).state).toBe('finished');
  });

  it('twice ends in the same bits', async () => {
    const whole = await trainInto(join(root, 'whole'));
    await trainInto(join(root, 'cut'), { checkpoints: [3], dies: 5 });
    await trainInto(join(root, 'cut'), { checkpoints: [7], dies: 9, resume: true });
    const again = await trainInto(join(root, 'cut'), { resume: true });
    expect(again.final).toEqual(whole.final);
    expect(text(join(root, 'cut'))).toBe(text(join(root, 'whole')));
  });

  it('begins anew when nobody asks to resume, and without its old checkpoints', async () => {
    await trainInto(join(root, 'cut'), { checkpoints: [3], dies: 5 });
    await trainInto(join(root, 'cut'));
    await trainInto(join(root, 'whole'));
    expect(text(join(root, 'cut'))).toBe(text(join(root, 'whole')));
    expect(readCheckpoint(join(root, 'cut'), 'one')).toBeUndefined();
  });
});

describe('damage is seen', () => {
  const folder = () => join(root, 'cut');
  const checkpointFiles = () =>
    readdirSync(join(folder(), 'checkpoints'))
      .filter((name) => name.startsWith('step-'))
      .sort();

  it('a torn last line and lines behind the checkpoint are written anew', async () => {
    await trainInto(folder(), { checkpoints: [4], dies: 8 });
    appendFileSync(join(folder(), 'events.jsonl'), '{"type":"step","st');
    await trainInto(folder(), { resume: true });
    await trainInto(join(root, 'whole'));
    expect(text(folder())).toBe(text(join(root, 'whole')));
  });

  it('a truncated checkpoint gives way to the one before it', async () => {
    await trainInto(folder(), { checkpoints: [3, 6], dies: 8 });
    const [, newest] = checkpointFiles() as [string, string];
    expect(readCheckpoint(folder(), 'one')?.steps).toBe(6);
    truncateSync(join(folder(), 'checkpoints', newest), 100);
    expect(readCheckpoint(folder(), 'one')?.steps).toBe(3);
    await trainInto(folder(), { resume: true });
    await trainInto(join(root, 'whole'));
    expect(text(folder())).toBe(text(join(root, 'whole')));
  });

  it('one flipped bit in every checkpoint means: from the start', async () => {
    await trainInto(folder(), { checkpoints: [3, 6], dies: 8 });
    for (const name of checkpointFiles()) {
      const path = join(folder(), 'checkpoints', name);
      const bytes = readFileSync(path);
      bytes[bytes.length - 5] = (bytes[bytes.length - 5] as number) ^ 1;
      writeFileSync(path, bytes);
    }
    expect(readCheckpoint(folder(), 'one')).toBeUndefined();
    await trainInto(folder(), { resume: true });
    expect(findRun(folder()).state).toBe('finished');
  });

  it('fewer events than the checkpoint knew means: from the start', async () => {
    await trainInto(folder(), { checkpoints: [6], dies: 8 });
    writeFileSync(join(folder(), 'events.jsonl'), text(folder()).split('\n').slice(0, 3).join('\n'));
    expect(new RunWriter(folder(), { id: 'one', run, version }, true).resumed).toBeUndefined();
  });

  it('a finished run whose events were changed is not read as good', async () => {
    await trainInto(folder());
    expect(endedRun(folder(), 'one')?.events).toHaveLength(text(folder()).split('\n').length - 1);
    writeFileSync(join(folder(), 'events.jsonl'), text(folder()).replace(/"loss":\d/, '"loss":9'));
    expect(readEndedEvents(findRun(folder()))).toBeUndefined();
    expect(endedRun(folder(), 'one')).toBeUndefined();
  });

  it('a finished run is only this run, of this version', async () => {
    await trainInto(folder());
    expect(endedRun(folder(), 'other')).toBeUndefined();
    const file = join(folder(), 'run.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(`"version": "${version}"`, '"version": "0.0.0"'));
    expect(endedRun(folder(), 'one')).toBeUndefined();
  });

  it('checkpoints stay until the run has ended, and only the last two', async () => {
    await trainInto(folder(), { checkpoints: [2, 4, 6, 8], dies: 9 });
    expect(checkpointFiles()).toEqual(['step-00000006.safetensors', 'step-00000008.safetensors']);
    await trainInto(folder(), { resume: true });
    expect(checkpointFiles()).toEqual([]);
  });
});

describe('one writer a folder', () => {
  it('a second one is told who writes', async () => {
    const folder = join(root, 'one');
    const writer = new RunWriter(folder, { id: 'one', run, version });
    expect(findRun(folder).state).toBe('running');
    expect(() => new RunWriter(folder, { id: 'one', run, version })).toThrow(String(process.pid));
    writer.close();
    expect(isLocked(folder)).toBe(false);
  });

  it('a lock of a process that is gone, of another start of the machine, or of another process with its number, is no lock', () => {
    const folder = join(root, 'one');
    new RunWriter(folder, { id: 'one', run, version }).close();
    const own = () => {
      takeLock(folder);
      const held = JSON.parse(readFileSync(join(folder, 'lock'), 'utf8'));
      releaseLock(folder);
      return held;
    };
    const mine = own();
    for (const other of [{ ...mine, pid: 2 ** 22 + 1 }, { ...mine, boot: 'another' }, { ...mine, started: '1' }, 'torn']) {
      writeFileSync(join(folder, 'lock'), typeof other === 'string' ? other : JSON.stringify(other));
      expect(isLocked(folder)).toBe(false);
      takeLock(folder);
      expect(isLocked(folder)).toBe(true);
      releaseLock(folder);
    }
  });

  it('a folder of another run is left alone', () => {
    const folder = join(root, 'one');
    new RunWriter(folder, { id: 'one', run, version }).close();
    const before = readFileSync(join(folder, 'run.json'), 'utf8');
    expect(() => new RunWriter(folder, { id: 'two', run, version })).toThrow('another run');
    expect(readFileSync(join(folder, 'run.json'), 'utf8')).toBe(before);
    expect(existsSync(join(folder, 'lock'))).toBe(false);
  });
});
