/** kill -9 at random moments: nothing that finished is lost, and what goes on ends in the same bits. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { random } from '../../src/core/random.ts';
import { findRun } from '../../src/store/run-folder.node.ts';
import { filesBelow, inFolder, normlab, readJson, start, tiny } from '../cli/normlab.ts';

/** The whole group: the command line and its workers. */
const kill = (pid: number | undefined) => process.kill(-(pid as number), 'SIGKILL');

const spec = `
model: { placement: sandwich, nLayers: 2, dModel: 16, nHeads: 2, seqLen: 16, dropout: 0.1 }
task: text
steps: 2500
checkpointSeconds: 0.2
`;

const rounds = 12;

it(`a run killed up to ${rounds} times ends in the bits of one that never was`, async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'spec.yaml'), spec);
    const args = (out: string) => ['train', 'spec.yaml', '--out', out];
    expect((await normlab(args('whole'), { cwd: folder })).code).toBe(0);
    const stream = random(1, 'kill');
    let killed = 0;
    for (let round = 0; round < rounds; round++) {
      const found = findRun(join(folder, 'cut'));
      if (found.state === 'finished') break;
      const { child, ended } = start([...args('cut'), ...(found.state === 'pending' ? [] : ['--resume'])], { cwd: folder });
      await sleep(1500 + 1500 * stream.uniform());
      if (child.exitCode === null) {
        kill(child.pid);
        killed++;
      }
      await ended;
      await sleep(50);
    }
    expect(killed).toBeGreaterThan(1);
    if (findRun(join(folder, 'cut')).state !== 'finished')
      expect((await normlab([...args('cut'), '--resume'], { cwd: folder })).code).toBe(0);
    for (const file of ['events.jsonl', 'checkpoints/final.safetensors'])
      expect(readFileSync(join(folder, 'cut', file)).equals(readFileSync(join(folder, 'whole', file))), file).toBe(true);
  });
});

it('a comparison killed again and again ends in the numbers of one that never was, and runs nothing twice', async () => {
  await inFolder(async (folder) => {
    const args = (out: string) => ['compare', ...tiny, '--steps', '60', '--out', out, '--json', `${out}.json`, '--jobs', '2'];
    expect((await normlab(args('whole'), { cwd: folder })).code).toBe(0);
    const stream = random(2, 'kill');
    const finished = new Map<string, string>();
    for (let round = 0; round < rounds; round++) {
      const { child, ended } = start(args('cut'), { cwd: folder });
      await sleep(500 + 900 * stream.uniform());
      if (child.exitCode === null) kill(child.pid);
      await ended;
      for (const file of filesBelow(folder).filter((path) => path.includes('/cut/') && path.endsWith('events.jsonl'))) {
        if (findRun(join(file, '..')).state !== 'finished') continue;
        const text = readFileSync(file, 'utf8');
        expect(finished.get(file) ?? text).toBe(text);
        finished.set(file, text);
      }
    }
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
