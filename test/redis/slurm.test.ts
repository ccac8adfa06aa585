/** Studies through Slurm, with a stand-in for the cluster. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { endTasks, makeCluster } from '../helper/slurm.ts';
import { endAll, normlab, numbersOf, runFilesOf, type StudySetting, study, type Watched, watch } from './bench.ts';

/** A run is a process of its own: few of them. */
const few = { base: { steps: 100 }, grid: { lr: [0.1], judgeSeeds: [2] } };

const top = mkdtempSync(join(tmpdir(), 'normlab-slurm-'));
const local = join(top, 'local');
let folder: string;
let out: string;

beforeAll(async () => {
  const run = study({ ...few, executor: { id: 'local' }, out: local });
  expect(await run.ended, run.text).toBe(0);
});

beforeEach(() => {
  folder = mkdtempSync(join(top, 'test-'));
  // Names that a shell would take apart.
  out = join(folder, "it's an out");
  makeCluster(folder);
});

afterEach(async () => {
  await endAll();
  endTasks(folder);
});

afterAll(() => rmSync(top, { recursive: true, force: true }));

const environment = () => ({ PATH: `${join(folder, 'bin')}:${process.env.PATH}`, SLURM_HERE: folder });
const arrays = (): string[] => readdirSync(join(folder, 'arrays')).sort();

const onSlurm = (more: Partial<StudySetting> = {}): Watched =>
  study({ ...few, env: environment(), ...more, executor: { id: 'slurm', lookMs: 500, ...more.executor }, out });

async function expectSameAsLocal(run: Watched): Promise<void> {
  expect(await run.ended, run.text).toBe(0);
  expect(numbersOf(out)).toEqual(numbersOf(local));
  expect(runFilesOf(out)).toEqual(runFilesOf(local));
}

it('an array for each stage: every bit as on one machine', async () => {
  const run = onSlurm();
  await expectSameAsLocal(run);
  expect(arrays()).toEqual(['101', '102']);
  expect(run.text).toMatch(/Slurm: 2 runs submitted as array 101/);
  const [log] = readdirSync(join(out, 'slurm'), { recursive: true }).filter((name) => String(name).endsWith('0.log'));
  expect(readFileSync(join(out, 'slurm', String(log)), 'utf8')).toMatch(/select-\S+ · post · .* begun\n.* loss /);
});

it('the study is killed and started again: what Slurm has is not submitted twice', async () => {
  const first = onSlurm();
  await first.says(/submitted as array 101/);
  await first.end('SIGKILL');
  const second = onSlurm();
  await second.says(/still in the queue from before/);
  await expectSameAsLocal(second);
  expect(arrays()).toEqual(['101', '102']);
});

it('a task that Slurm ended without a result goes into another array', async () => {
  const run = onSlurm();
  await run.says(/submitted as array 101/);
  // The node is gone, and all that ran on it.
  process.kill(-Number(readFileSync(join(folder, 'pids'), 'utf8')), 'SIGKILL');
  for (const name of readdirSync(join(folder, 'alive'))) rmSync(join(folder, 'alive', name));
  await run.says(/submitted as array 102/);
  await expectSameAsLocal(run);
});

it('without sbatch it says the command, and takes what comes of it', async () => {
  // Only what the study itself needs.
  const run = onSlurm({ env: { PATH: dirname(process.execPath), SLURM_HERE: folder } });
  for (const [times, n] of [1, 2].entries()) {
    await run.says(/^ {2}sbatch /, n);
    const command = run.lines.filter((line) => line.startsWith('  sbatch '))[times]?.trim() as string;
    expect(await watch('bash', ['-c', command.replace('sbatch', 'sbatch --parsable')], { env: environment() }).ended).toBe(0);
  }
  await expectSameAsLocal(run);
});

it('what sbatch refuses is said', async () => {
  writeFileSync(join(folder, 'closed'), '');
  const run = onSlurm();
  expect(await run.ended).toBe(2);
  expect(run.text).toMatch(/error sbatch refused .*\.sh: .*Invalid account.*SBATCH_ACCOUNT/);
});

it('a task of another version is refused', async () => {
  const file = join(folder, 'task.json');
  writeFileSync(file, JSON.stringify({ version: '0.0.1', job: { kind: 'train', id: 'x', folder, run: {} } }));
  const task = normlab(['worker', '--task', file]);
  expect(await task.ended).toBe(2);
  expect(task.text).toMatch(/task\.json is of normlab 0\.0\.1, and this is normlab/);
});
