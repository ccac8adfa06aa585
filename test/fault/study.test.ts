/** A study whose runner, workers or all of them are killed at random moments: what finished stays, and the end is the same. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { random } from '../../src/core/random.ts';
import { findRun } from '../../src/store/run-folder.node.ts';
import { filesBelow, inFolder, normlab, readJson, start } from '../cli/normlab.ts';
import { aliveWhen, isAlive, stepsWritten } from '../helper/progress.ts';

const rounds = 50;

/** A checkpoint at every step: whoever dies in a run goes on in it. */
const spec = `
arms: [post, pre, sandwich]
run:
  task: { id: copy, symbols: 3 }
  model: { nLayers: 1, dModel: 8, nHeads: 2, seqLen: 8 }
  steps: 200
  batchSize: 4
  checkpointSeconds: 0
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

/** Kills all at the end: a runner whose group is gone has ended. */
const finish = (child: ChildProcess): boolean => isAlive(child) && tryKill(-(child.pid as number));

it(`a study with ${rounds} kills ends in the numbers of one without`, async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'study.yaml'), spec);
    const args = (out: string) => ['study', 'study.yaml', '--out', out, '--json', `${out}.json`, '--jobs', '2'];
    expect((await normlab(args('whole'), { cwd: folder })).code).toBe(0);
    const stream = random(3, 'kill');
    const finished = new Map<string, string>();
    const cut = join(folder, 'cut');
    const stride = stepsWritten(join(folder, 'whole')) / rounds;
    let kills = 0;
    for (let round = 0; round < rounds; round++) {
      // By the study's own record, so that no machine is too fast to be killed; now and then at any moment from the very start.
      const goal = stepsWritten(cut) + 1 + Math.floor(0.8 * stride * stream.uniform());
      const latest = round % 5 === 0 ? performance.now() + 1000 * stream.uniform() : Number.POSITIVE_INFINITY;
      const { child, ended } = start(args('cut'), { cwd: folder });
      const alive = await aliveWhen(child, () => stepsWritten(cut) >= goal || performance.now() >= latest);
      const [victim, draw] = [victims[round % victims.length] as (typeof victims)[0], stream.uniform()];
      if (alive && victim(child.pid as number, draw)) kills++;
      // A runner that lost a worker goes on by itself: it has its turn to die.
      const further = stepsWritten(cut) + Math.floor(0.2 * stride * stream.uniform());
      await aliveWhen(child, () => stepsWritten(cut) >= further);
      finish(child);
      await ended;
      for (const file of written(cut).filter((path) => path.endsWith('events.jsonl'))) {
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
    let killed = 0;
    while (killed < 4) {
      // Further each time, so that a worker that is killed has worked.
      const further = stepsWritten(join(folder, 'out')) + 100;
      if (!(await aliveWhen(child, () => stepsWritten(join(folder, 'out')) >= further))) break;
      if (tryKill(children(child.pid as number)[0])) killed++;
    }
    expect(killed).toBe(4);
    const { code, stderr } = await ended;
    expect(code, stderr).toBe(0);
    const { arms } = readJson<{ arms: { runs: { status: string }[] }[] }>(folder, 'out.json');
    expect(arms.flatMap(({ runs }) => runs.map(({ status }) => status)).filter((status) => status === 'failed')).toEqual([]);
  });
});

it('two runners on one folder: no run has two writers, and both end in the same numbers or say who works there', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'study.yaml'), spec);
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
