/** kill -9 at random moments: nothing that finished is lost, and what goes on ends in the same bits. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { random } from '../../src/core/random.ts';
import { findRun } from '../../src/store/run-folder.node.ts';
import { filesBelow, inFolder, normlab, readJson, start, tiny } from '../cli/normlab.ts';
import { aliveWhen, stepsWritten } from '../helper/progress.ts';

/** The whole group: the command line and its workers. */
function kill({ pid }: ChildProcess): void {
  try {
    process.kill(-(pid as number), 'SIGKILL');
  } catch {
    // It has ended just now.
  }
}

const steps = 800;

/** How often checkpoints are taken belongs to no run's name: it may change from kill to kill. */
const spec = (checkpointSeconds: number) => `
model: { placement: sandwich, nLayers: 2, dModel: 16, nHeads: 2, seqLen: 16, dropout: 0.1 }
task: text
steps: ${steps}
checkpointSeconds: ${checkpointSeconds}
`;

const rounds = 12;

it(`a run killed up to ${rounds} times ends in the bits of one that never was`, async () => {
  await inFolder(async (folder) => {
    const args = (out: string) => ['train', 'spec.yaml', '--out', out];
    writeFileSync(join(folder, 'spec.yaml'), spec(0.2));
    expect((await normlab(args('whole'), { cwd: folder })).code).toBe(0);
    const stream = random(1, 'kill');
    const cut = join(folder, 'cut');
    let killed = 0;
    for (let round = 0; round < rounds && findRun(cut).state !== 'finished'; round++) {
      // In turns: a checkpoint at each step, so that kills meet them, and some, so that steps are made again.
      writeFileSync(join(folder, 'spec.yaml'), spec(round % 2 === 0 ? 0 : 0.02));
      // Beyond whatever any kill left, by the run's own record: no clock, so that a fast machine dies as often as a slow one.
      const goal = stepsWritten(cut) + 1 + Math.floor(((1.5 * steps) / rounds) * stream.uniform());
      const resume = findRun(cut).state === 'pending' ? [] : ['--resume'];
      const { child, ended } = start([...args('cut'), ...resume], { cwd: folder });
      if (await aliveWhen(child, () => stepsWritten(cut) >= goal)) {
        kill(child);
        killed++;
      }
      await ended;
    }
    expect(killed).toBeGreaterThanOrEqual(rounds / 3);
    if (findRun(cut).state !== 'finished') expect((await normlab([...args('cut'), '--resume'], { cwd: folder })).code).toBe(0);
    for (const file of ['events.jsonl', 'checkpoints/final.safetensors'])
      expect(readFileSync(join(cut, file)).equals(readFileSync(join(folder, 'whole', file))), file).toBe(true);
  });
});

it('a comparison killed again and again ends in the numbers of one that never was, and runs nothing twice', async () => {
  await inFolder(async (folder) => {
    const args = (out: string) => ['compare', ...tiny, '--steps', '60', '--out', out, '--json', `${out}.json`, '--jobs', '2'];
    expect((await normlab(args('whole'), { cwd: folder })).code).toBe(0);
    const stream = random(2, 'kill');
    const [whole, cut] = [join(folder, 'whole'), join(folder, 'cut')];
    const stride = stepsWritten(whole) / rounds;
    const finished = new Map<string, string>();
    let killed = 0;
    for (let round = 0; round < rounds; round++) {
      const goal = stepsWritten(cut) + 1 + Math.floor(stride * stream.uniform());
      const { child, ended } = start(args('cut'), { cwd: folder });
      if (await aliveWhen(child, () => stepsWritten(cut) >= goal)) {
        kill(child);
        killed++;
      }
      await ended;
      for (const file of filesBelow(cut).filter((path) => path.endsWith('events.jsonl'))) {
        if (findRun(join(file, '..')).state !== 'finished') continue;
        const text = readFileSync(file, 'utf8');
        expect(finished.get(file) ?? text).toBe(text);
        finished.set(file, text);
      }
    }
    expect(killed).toBeGreaterThanOrEqual(rounds / 3);
    expect((await normlab(args('cut'), { cwd: folder })).code).toBe(0);
    // moreSeconds is an estimate from the clock.
    const numbers = (name: string) => {
      const { arms, pairs } = readJson<{ arms: { id: string; evalLoss: unknown; lr: unknown }[]; pairs: { moreSeconds: unknown }[] }>(
        folder,
        `${name}.json`,
      );
      return {
        arms: arms.map(({ id, evalLoss, lr }) => ({ id, evalLoss, lr })),
        pairs: pairs.map(({ moreSeconds: _moreSeconds, ...pair }) => pair),
      };
    };
    expect(numbers('cut')).toEqual(numbers('whole'));
  });
});
