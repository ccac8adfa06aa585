/** Studies started from the page: they run, are told of, survive the page, stop when asked, and end with the server. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { StudyReadings } from '../../src/serve/dashboard/study-readings.node.ts';
import type { JobRow, StudyDetail } from '../../src/serve/dashboard/wire.ts';
import { Served, Stream } from './server.ts';

let served: Served;
beforeEach(async () => {
  served = await (await Served.over()).enter();
});
afterEach(() => served.close());

const study = (name: string, seeds: number, steps = 20): string => `
name: ${name}
arms: [pre, post]
run: { task: { id: copy, symbols: 4 }, model: { nLayers: 1, dModel: 8, nHeads: 2, seqLen: 8 }, steps: ${steps}, batchSize: 4 }
tune: { lr: [0.01], warmup: [0] }
seeds: ${seeds}
`;

const start = async (text: string, lang = 'en'): Promise<JobRow> =>
  JSON.parse((await served.post('/api/studies', { text, lang })).text) as JobRow;
const jobOf = async (id: string): Promise<JobRow> => (await served.list()).jobs.find((job) => job.id === id) as JobRow;

async function until(done: () => Promise<boolean> | boolean, seconds = 90): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await done())) {
    if (Date.now() > deadline) throw new Error('waited too long');
    await sleep(200);
  }
}

it('runs one to its report while nobody looks', async () => {
  const job = await start(study('<b>Zwei & 二</b>', 2), 'zh');
  expect(job).toMatchObject({ state: 'running', runs: 6, name: '<b>Zwei & 二</b>' });
  expect(job.folder).toMatch(/^b-zwei-b-[0-9a-f]{12}$/);
  await until(async () => (await jobOf(job.id)).state === 'ended');
  expect(await jobOf(job.id)).toMatchObject({ code: 0, study: job.study });
  const { studies, runs } = await served.list();
  expect(studies).toMatchObject([{ id: job.study, name: '<b>Zwei & 二</b>', arms: ['pre', 'post'], report: true, problem: null }]);
  expect(runs).toHaveLength(6);
  expect(runs.every((run) => run.study === job.study && run.state === 'finished')).toBe(true);
  const detail = await served.get<StudyDetail>(`/api/studies/${job.study}?lang=zh`);
  expect(detail.result?.pairs.map(({ a, b, n }) => [a, b, n])).toEqual([['pre', 'post', 2]]);
  expect(Object.keys(detail.runs).sort()).toEqual(runs.map(({ folder }) => folder.split('/').at(-1)).sort());
  expect((await served.own(`/api/studies/${job.study}/report`)).text).toContain('&lt;b&gt;Zwei &amp; 二&lt;/b&gt;');
  expect(JSON.parse((await served.own(`/api/jobs/${job.id}`)).text).told).toContain('报告');
  expect(readFileSync(join(served.root, job.folder, 'study.yaml'), 'utf8')).toContain('Zwei');
});

it('stops one when asked, tells of it, and takes it up again', async () => {
  const text = study('long', 200, 400);
  const stream = await Stream.open(served, { query: `?since=${(await served.list()).at}` });
  const job = await start(text);
  expect(JSON.parse((await stream.next()).data).jobs).toMatchObject([{ id: job.id, state: 'running' }]);
  const again = await served.post('/api/studies', { text });
  expect([again.status, JSON.parse(again.text).error.key]).toEqual([422, 'dash.error.runsAlready']);
  await until(async () => (await served.list()).runs.some(({ state }) => state === 'finished'));
  expect((await served.post('/api/jobs/nothing/stop', {})).status).toBe(404);
  expect((await served.own(`/api/jobs/${job.id}/stop`)).status).toBe(404);
  expect(JSON.parse((await served.post(`/api/jobs/${job.id}/stop`, {})).text)).toMatchObject({ state: 'stopping' });
  await until(async () => (await jobOf(job.id)).state === 'ended');
  expect((await jobOf(job.id)).code).toBe(130);
  stream.end();
  const { runs, studies } = await served.list();
  expect(runs.filter(({ state }) => state === 'running')).toEqual([]);
  expect(studies[0]?.report).toBe(true);
  const detail = await served.get<StudyDetail>(`/api/studies/${job.study}`);
  expect(detail.result?.interrupted).toBe(true);
  const resumed = await start(text);
  expect(resumed.id).toBe(job.id);
  await served.post(`/api/jobs/${job.id}/stop`, {});
  await until(async () => (await jobOf(job.id)).state === 'ended');
});

it('lets only so many run, and ends them with itself', async () => {
  const jobs = [await start(study('one', 200, 400)), await start(study('two', 200, 400))];
  const third = await served.post('/api/studies', { text: study('three', 200, 400) });
  expect([third.status, JSON.parse(third.text).error.key]).toEqual([422, 'dash.error.tooManyRunning']);
  await until(async () => {
    const { runs } = await served.list();
    return jobs.every(({ study: of }) => runs.some((run) => run.study === of && run.state === 'finished'));
  });
  const closing = served.dashboard.close();
  await expect(served.post('/api/studies', { text: study('late', 1) })).rejects.toThrow(/ECONNRE|socket hang up/);
  await closing;
  // Stopped in order, not ended for want of patience.
  for (const { folder } of jobs) expect(existsSync(join(served.root, folder, 'report.html'))).toBe(true);
  for (const { folder } of jobs) expect(readFileSync(join(served.root, folder, 'study.log'), 'utf8')).toContain('Stopping');
});

it('stops with a server that is killed outright, its report written', async () => {
  const folder = join(served.root, 'orphans');
  mkdirSync(folder);
  const starter = new URL('../../dist/serve/dashboard/starter.node.js', import.meta.url);
  const text = study('orphan', 200, 400);
  const server = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `import { Starter } from ${JSON.stringify(starter.href)};
     new Starter(${JSON.stringify(folder)}, () => 'id', () => {}).start(${JSON.stringify(text)}, { name: 'orphan', runs: 400 }, 'en');
     setInterval(() => {}, 1000);`,
  ]);
  await until(async () => (await served.list()).runs.some(({ state }) => state === 'finished'));
  server.kill('SIGKILL');
  const own = join(folder, readdirSync(folder)[0] as string);
  await until(() => existsSync(join(own, 'report.html')));
  expect(readFileSync(join(own, 'study.log'), 'utf8')).toContain('Stopping');
  await until(async () => (await served.list()).runs.every(({ state }) => state !== 'running'));
});

it('ends with what waits to be read, too', async () => {
  const readings = new StudyReadings();
  const asked = ['a', 'b'].map((seal) => readings.of(served.root, seal, 'en'));
  await sleep(0);
  await readings.close();
  const told = await Promise.all(asked);
  expect(told.map(({ problem }) => problem?.values.detail)).toEqual(['the reader ended early', 'the server ends']);
});
