/** Studies that grow in place: what ran is used again, what comes out is the study made at once, and no end in the middle loses anything. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findRun } from '../../src/store/run-folder.node.ts';
import { compareJsonSchema } from '../../src/study/compare-json.ts';
import { aliveWhen } from '../helper/progress.ts';
import { type Ended, inFolder, normlab, readJson, start } from './normlab.ts';

const model = '--depth 1 --width 8 --heads 2 --context 8 --batch 4 --steps 12 --task copy';
const small = `compare ${model} --arms post,pre --lr 0.003,0.01 --warmup 0 --seeds 2`;
const words = (line: string): string[] => line.split(' ');

/** All numbers of a result, and nothing of when and by what call they were made. */
function numbers(folder: string, file: string): string {
  const { seconds: _seconds, date: _date, command: _command, pairs, ...rest } = compareJsonSchema.parse(readJson(folder, file));
  return JSON.stringify({ ...rest, pairs: pairs.map(({ moreSeconds: _more, ...pair }) => pair) });
}

/** Ids of runs, with the moment their events were last written. */
const written = (folder: string): Map<string, number> =>
  new Map(
    readdirSync(join(folder, 'runs')).map((id) => [
      id,
      statSync(join(folder, 'runs', id, 'events.jsonl'), { throwIfNoEntry: false })?.mtimeMs ?? 0,
    ]),
  );

const told = ({ stderr }: Ended): string[] => /(\d+) runs? had finished before; (\d+) trained now/.exec(stderr)?.slice(1) ?? [];

it('grows by seeds, learning rates, warm-ups and arms to the bytes of the study made at once; each run is made once', async () => {
  await inFolder(async (folder) => {
    const run = async (line: string) => {
      const ended = await normlab(words(line), { cwd: folder });
      expect(ended.code, ended.stderr).toBe(0);
      return ended;
    };
    await run(`${small} --out grown --json begun.json`);
    const begun = written(join(folder, 'grown'));
    // Two arms: two rates on one selection seed, and two judging seeds.
    expect(begun.size).toBe(8);

    const more = await run(`${small.replace('seeds 2', 'seeds 4')} --out grown --json more.json`);
    expect(told(more)).toEqual(['8', '4']);
    const grownBefore = written(join(folder, 'grown'));
    const whole = '--arms post,pre,sandwich --lr 0.003,0.01,0.03 --warmup 0,3 --seeds 4';
    const added = await run('study grown --arms sandwich --lr 0.03 --warmup 3 --json grown.json');
    const [reused, trained] = told(added).map(Number) as [number, number];
    for (const [id, moment] of begun) expect(written(join(folder, 'grown')).get(id), id).toBe(moment);

    await run(`compare ${model} ${whole} --out once --json once.json`);
    expect(numbers(folder, 'grown.json')).toBe(numbers(folder, 'once.json'));
    const once = written(join(folder, 'once'));
    expect(reused + trained).toBe(once.size);
    expect(trained).toBe([...once.keys()].filter((id) => !grownBefore.has(id)).length);

    // What the report says to run makes the same at once.
    const { command } = readJson<{ command: string }>(folder, 'grown.json');
    expect(command.split(' ').sort()).toEqual(`normlab compare ${model} ${whole} --out grown --json more.json`.split(' ').sort());
    const again = await run('study grown --json again.json');
    expect(told(again)[1]).toBe('0');
    expect(numbers(folder, 'again.json')).toBe(numbers(folder, 'once.json'));
  });
});

it('is refused for anything else, with what differs, and leaves the study as it was', async () => {
  await inFolder(async (folder) => {
    expect((await normlab([...words(small), '--out', 'out'], { cwd: folder })).code).toBe(0);
    const before = readFileSync(join(folder, 'out', 'study.json'), 'utf8');
    for (const [change, sentence] of [
      ['--width 16', 'width is 8 there and 16 here'],
      ['--task sort', 'task is copy there and sort here'],
      ['--seeds 1', 'seeds.judge 3, missing here'],
      ['--arms pre', 'arms post, missing here'],
    ] as const) {
      const { code, stderr } = await normlab([...words(small), '--out', 'out', ...words(change)], { cwd: folder });
      expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)]);
    }
    for (const [change, sentence] of [
      ['--seeds 1', 'has 2 seeds already'],
      ['--arms pre', 'named twice: pre'],
      ['--engine reference', 'keeps its folder and its engine'],
    ] as const) {
      const { code, stderr } = await normlab(['study', 'out', ...words(change)], { cwd: folder });
      expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)]);
    }
    expect(readFileSync(join(folder, 'out', 'study.json'), 'utf8')).toBe(before);
  });
});

it('the advice is a command that can be followed', async () => {
  await inFolder(async (folder) => {
    const { stdout } = await normlab([...words(small.replace('seeds 2', 'seeds 3')), '--out', 'out'], { cwd: folder });
    const [, advised = ''] = /normlab (study out --(?:seeds|lr) \S+)/.exec(stdout) ?? [];
    expect(advised, stdout).not.toBe('');
    const followed = await normlab(words(advised), { cwd: folder });
    expect(followed.code, followed.stderr).toBe(0);
    expect(Number(told(followed)[0])).toBeGreaterThan(0);
  });
}, 600_000);

it.each(['SIGINT', 'SIGKILL'] as const)('%s while it grows loses nothing', async (end) => {
  await inFolder(async (folder) => {
    const long = small.replace('--steps 12', '--steps 60');
    const grown = [...words(long.replace('seeds 2', 'seeds 12')), '--out', 'out', '--json', 'out.json'];
    expect((await normlab([...words(long), '--out', 'out'], { cwd: folder })).code).toBe(0);
    const before = written(join(folder, 'out'));
    const { child, ended } = start(grown, { cwd: folder });
    const finished = () =>
      readdirSync(join(folder, 'out', 'runs')).filter((id) => findRun(join(folder, 'out', 'runs', id)).state === 'finished').length;
    expect(await aliveWhen(child, () => finished() >= before.size + 4)).toBe(true);
    process.kill(-(child.pid as number), end);
    const { stdout } = await ended;
    if (end === 'SIGINT') expect(stdout).toContain('To go on: normlab study out');
    const kept = finished();
    expect(kept).toBeGreaterThanOrEqual(before.size + 4);
    for (const [id, moment] of before) expect(written(join(folder, 'out')).get(id)).toBe(moment);
    // What stands there can be told, and gone on with.
    const report = await normlab(['report', 'out'], { cwd: folder });
    expect(report.code, report.stderr).toBe(0);
    const gone = await normlab(['study', 'out', '--json', 'out.json'], { cwd: folder });
    expect(gone.code, gone.stderr).toBe(0);
    expect(Number(told(gone)[0])).toBeGreaterThanOrEqual(kept);
    const once = await normlab([...grown.slice(0, -4), '--out', 'once', '--json', 'once.json'], { cwd: folder });
    expect(once.code, once.stderr).toBe(0);
    expect(numbers(folder, 'out.json')).toBe(numbers(folder, 'once.json'));
  });
});
