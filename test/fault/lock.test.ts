/** A lock whose holder died, and many that want it: one gets it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { inFolder } from '../cli/normlab.ts';

const lock = fileURLToPath(new URL('../../dist/store/lock.node.js', import.meta.url));

/** Takes each folder in turn when it is told to, and says which it has. */
const taker = `
const { takeLock } = await import(${JSON.stringify(lock)});
process.on('message', (folder) => {
  try { takeLock(folder); process.send({ folder, taken: true }); }
  catch (error) { process.send({ folder, taken: false, why: error.key ?? String(error) }); }
});
process.send('ready');
`;

interface Answer {
  readonly folder: string;
  readonly taken: boolean;
  readonly why?: string;
}

const say = (child: ChildProcess): Promise<unknown> => new Promise((resolve) => child.once('message', resolve));

it('of eight processes that find a dead holder at once, exactly one takes its place, fifty times', async () => {
  await inFolder(async (folder) => {
    const children = Array.from({ length: 8 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', taker], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
    );
    try {
      await Promise.all(children.map(say));
      for (let round = 0; round < 50; round++) {
        const path = join(folder, String(round));
        mkdirSync(path);
        // A holder of another boot, of one that is gone, or half a file.
        const dead = [{ pid: 1, boot: 'another', started: '1' }, { pid: 2 ** 22 - 1, boot: '', started: '' }, 'torn'][round % 3];
        writeFileSync(join(path, 'lock'), typeof dead === 'string' ? '{"pid":' : JSON.stringify(dead));
        const answers = children.map(say) as Promise<Answer>[];
        for (const child of children) child.send(path);
        const taken = (await Promise.all(answers)).map((answer, i) => ({ ...answer, pid: children[i]?.pid })).filter((one) => one.taken);
        expect(taken, `round ${round}`).toHaveLength(1);
        expect(JSON.parse(readFileSync(join(path, 'lock'), 'utf8')).pid).toBe(taken[0]?.pid);
      }
    } finally {
      for (const child of children) child.kill('SIGKILL');
    }
  });
});
