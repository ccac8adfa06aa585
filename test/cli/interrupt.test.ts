/** Ctrl-C in the middle: the running steps end, finished runs are kept, nothing is half-written. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compareJsonSchema } from '../../src/study/compare-json.ts';
import { aliveWhen } from '../helper/progress.ts';
import { filesBelow, inFolder, readJson, start } from './normlab.ts';

const long =
  '--depth 2 --width 16 --heads 2 --context 16 --batch 8 --steps 150 --seeds 30 --task copy --jobs 2 --out out --json result.json'.split(
    ' ',
  );

const finishedRuns = (folder: string): number =>
  existsSync(join(folder, 'out', 'runs'))
    ? filesBelow(join(folder, 'out', 'runs')).filter(
        (file) => file.endsWith('run.json') && readJson<{ status: string }>(file).status === 'finished',
      ).length
    : 0;

it('keeps what finished', async () => {
  await inFolder(async (folder) => {
    const { child, ended } = start(['compare', ...long], { cwd: folder });
    expect(await aliveWhen(child, () => finishedRuns(folder) >= 3)).toBe(true);
    // As a terminal does: to the whole process group, workers included.
    process.kill(-(child.pid as number), 'SIGINT');
    const { code, stderr } = await ended;
    expect(stderr).toMatch(/Stopping/);
    expect(code).toBe(130);
    const result = compareJsonSchema.parse(readJson(folder, 'result.json'));
    expect(result.interrupted).toBe(true);
    const statuses = result.arms.flatMap(({ runs }) => runs.map(({ status }) => status));
    expect(statuses.filter((status) => status === 'finished').length).toBeGreaterThanOrEqual(3);
    expect(statuses).toContain('interrupted');
    expect(existsSync(join(folder, 'out', 'report.html'))).toBe(true);
    const files = filesBelow(folder);
    expect(files.filter((file) => file.endsWith('.tmp'))).toEqual([]);
    for (const file of files.filter((name) => name.endsWith('run.json')))
      expect(readJson<{ status: string }>(file).status).not.toBe('running');
  });
});

it('leaves no process behind', async () => {
  await inFolder(async (folder) => {
    const { child, ended } = start(['compare', ...long], { cwd: folder });
    expect(await aliveWhen(child, () => finishedRuns(folder) >= 1)).toBe(true);
    child.kill('SIGKILL');
    await ended;
    await expect.poll(() => livingInGroup(child.pid as number), { timeout: 20_000 }).toEqual([]);
  });
});

/** Processes of a group that are not zombies waiting for whoever adopted them. */
const livingInGroup = (group: number): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const [state, , own] = (attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? ') Z 0 0').split(') ')[1]?.split(' ') ?? [];
      return Number(own) === group && state !== 'Z';
    });

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    // The process ended between listing and reading.
    return undefined;
  }
}
