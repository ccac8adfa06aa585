/** A study whose runner, workers or all of them are killed at random moments: what finished stays, and the end is the same. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { random } from '../../src/core/random.ts';
import { findRun } from '../../src/store/run-folder.node.ts';
import { filesBelow, inFolder, normlab, readJson, start } from '../cli/normlab.ts';

const rounds = 50;

/** Runs of a second or so, with checkpoints: whoever dies in one goes on in it. */
const spec = `
arms: [post, pre, sandwich]
run:
  task: { id: copy, symbols: 3 }
  model: { nLayers: 1, dModel: 8, nHeads: 2, seqLen: 8 }
  steps: 1200
  batchSize: 4
  checkpointSeconds: 0.1
tune: { lr: [0.001, 0.003, 0.01], warmup: [0, 5] }
seeds: { select: 1, judge: 4 }
`;

const children = (pid: number): number[] => {
  try {
    const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return listed === '' ? [] : listed.split(' ').map(Number);
  } catch {
    return [];
  }
};

const tryKill = (pid: number | undefined): boolean => {
  try {
    return process.kill(pid as number, 'SIGKILL');
  } catch {
    return false;
  }
};

/** Who dies: everybody, the runner alone, or one worker. */
const victims: readonly ((pid: number, draw: number) => boolean)[] = [
  (pid) => tryKill(-pid),
  (pid) => tryKill(pid),
  (pid, draw) => {
    const workers = children(pid);
    return tryKill(workers[Math.floor(draw * workers.length)]);
  },
];

const written = (folder: string): string[] => (existsSync(folder) ? filesBelow(folder) : []);

/** Until the runner has workers, or has ended. */
async function workers(child: ChildProcess): Promise<void> {
  while (child.exitCode === null && children(child.pid as number).length === 0) await sleep(50);
}

it(`a study with ${rounds} kills ends in the numbers of one without`, async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'study.yaml'), spec);
    const args = (out: string) => ['study', 'study.yaml', '--out', out, '--json', `${out}.json`, '--jobs', '2'];
    expect((await normlab(args('whole'), { cwd: folder })).code).toBe(0);
    const stream = random(3, 'kill');
    const finished = new Map<string, string>();
    let kills = 0;
    for (let round = 0; round < rounds; round++) {
      const { child, ended } = start(args('cut'), { cwd: folder });
      // From before the first file on until deep into a run, however busy the machine.
      if (round % 5 > 0) await workers(child);
      await sleep(1000 * stream.uniform());
      const [victim, draw] = [victims[round % victims.length] as (typeof victims)[0], stream.uniform()];
      if (child.exitCode === null && victim(child.pid as number, draw)) kills++;
      // A runner that lost a worker goes on by itself: it has its turn to die.
      await sleep(100 + 200 * stream.uniform());
      if (child.exitCode === null) tryKill(-(child.pid as number));
      await ended;
      for (const file of written(join(folder, 'cut')).filter((path) => path.endsWith('events.jsonl'))) {
        const { state } = findRun(join(file, '..'));
        if (state !== 'finished' && state !== 'diverged') continue;
        const text = readFileSync(file, 'utf8');
        expect(finished.get(file) ?? text, file).toBe(text);
        finished.set(file, text);
      }
    }
    expect(kills).toBeGreaterThan(rounds / 3);
    const { code, stderr } = await normlab(args('cut'), { cwd: folder });
    expect(code, stderr).toBe(0);
    const numbers = (name: string) => {
      const { arms } = readJson<{ arms: { id: string; evalLoss: unknown; lr: unknown; runs: unknown }[] }>(folder, `${name}.json`);
      return arms.map(({ id, evalLoss, lr, runs }) => ({ id, evalLoss, lr, runs }));
    };
    expect(numbers('cut')).toEqual(numbers('whole'));
    // Everything in the folder is what the study is made of: nothing half-written is left behind.
    const left = filesBelow(join(folder, 'cut')).filter((file) => /\.tmp|lock/.test(file));
    expect(left.filter((file) => !/lock$/.test(file))).toEqual([]);
  });
});

it('a worker that is killed costs its study nothing: the run goes on in another', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'study.yaml'), spec);
    const { child, ended } = start(['study', 'study.yaml', '--out', 'out', '--json', 'out.json', '--jobs', '2'], { cwd: folder });
    for (let kills = 0; kills < 4; kills++) {
      await sleep(1500);
      tryKill(children(child.pid as number)[0]);
    }
    const { code, stderr } = await ended;
    expect(code, stderr).toBe(0);
    const { arms } = readJson<{ arms: { runs: { status: string }[] }[] }>(folder, 'out.json');
    expect(arms.flatMap(({ runs }) => runs.map(({ status }) => status)).filter((status) => status === 'failed')).toEqual([]);
  });
});

it('two runners on one folder: no run has two writers, and both end in the same numbers or say who works there', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'study.yaml'), spec.replace('steps: 1200', 'steps: 300'));
    const runner = (name: string) =>
      normlab(['study', 'study.yaml', '--out', 'out', '--json', `${name}.json`, '--jobs', '1'], { cwd: folder });
    const [first, second] = await Promise.all([runner('a'), runner('b')]);
    const codes = [first.code, second.code];
    expect(codes).toContain(0);
    for (const { code, stderr } of [first, second]) if (code !== 0) expect(stderr).toMatch(/another process/);
    const last = await runner('c');
    expect(last.code, last.stderr).toBe(0);
    const numbers = (name: string) =>
      readJson<{ arms: { evalLoss: unknown }[] }>(folder, `${name}.json`).arms.map(({ evalLoss }) => evalLoss);
    expect(numbers('c')).toEqual(numbers(codes[0] === 0 ? 'a' : 'b'));
    expect((await normlab(['verify', 'out', '--sample', '6'], { cwd: folder })).code).toBe(0);
  });
});
