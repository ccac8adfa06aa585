/** Studies through a queue: whatever is killed on the way, the numbers are those of a study on one machine. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { version } from '../../src/study/version.node.ts';
import {
  brokenWay,
  endAll,
  impatientWorker,
  main,
  normlab,
  numbersOf,
  OwnRedis,
  runFilesOf,
  type StudySetting,
  study,
  type Watched,
  watch,
} from './bench.ts';

const namespace = ['--user', '--map-root-user', '--mount'];
/** Where the system lets nobody mount a small disk, none can be full. */
const canMount = spawnSync('unshare', [...namespace, 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp']).status === 0;

const top = mkdtempSync(join(tmpdir(), 'normlab-queue-'));
const local = join(top, 'local');
let redis: OwnRedis;
let folder: string;

beforeAll(async () => {
  const run = study({ executor: { id: 'local' }, out: local });
  expect(await run.ended, run.text).toBe(0);
});

beforeEach(async () => {
  folder = mkdtempSync(join(top, 'test-'));
  redis = await OwnRedis.start();
});

afterEach(async () => {
  await endAll();
  await redis.close();
});

afterAll(() => rmSync(top, { recursive: true, force: true }));

const queued = (more: Partial<StudySetting> = {}): Watched =>
  study({ ...more, executor: { id: 'bullmq', redis: redis.url, ...more.executor }, out: more.out ?? join(folder, 'out') });

async function expectSameAsLocal(run: Watched, out = join(folder, 'out')): Promise<void> {
  expect(await run.ended, run.text).toBe(0);
  expect(numbersOf(out)).toEqual(numbersOf(local));
  expect(runFilesOf(out)).toEqual(runFilesOf(local));
}

/** Says something to Redis as a stranger. */
async function saying<T>(work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(redis.url);
  try {
    return await work(client);
  } finally {
    client.disconnect();
  }
}

const begunRuns = (workers: readonly Watched[]): string[] =>
  workers.flatMap(({ lines }) => lines.filter((line) => line.startsWith('begun')).map((line) => line.split(' ')[1] as string));

describe('what is killed', () => {
  it('three workers, one of them killed in the middle: every bit as on one machine', async () => {
    const workers = [impatientWorker(redis.url), impatientWorker(redis.url), impatientWorker(redis.url)];
    const run = queued();
    const [victim] = workers as [Watched];
    await victim.says(/^begun/);
    await victim.end('SIGKILL');
    await expectSameAsLocal(run);
    const begun = begunRuns(workers);
    expect(begun.length).toBe(new Set(begun).size + 1);
  });

  it('a run that kills its workers is given up, the others end', async () => {
    let killed = 0;
    const hire = async (): Promise<void> => {
      const worker = impatientWorker(redis.url);
      // The poison: whoever begins this run dies of it.
      await worker.says(/^begun \S+ post · lr 0.01 /).catch(() => undefined);
      if (worker.lines.some((line) => /^begun \S+ post · lr 0.01 /.test(line))) {
        killed++;
        await worker.end('SIGKILL');
        await hire();
      }
    };
    void hire();
    const run = queued();
    expect(await run.ended, run.text).toBe(0);
    expect(killed).toBe(3);
    expect(run.text).toMatch(/ended select-\S+ failed given up: 3 workers died/);
    expect(run.lines.filter((line) => / finished /.test(line)).length).toBe(7);
  });

  it('Redis is killed and comes back', async () => {
    const workers = [impatientWorker(redis.url), impatientWorker(redis.url)];
    const run = queued();
    await run.says(/^ended/);
    await redis.kill();
    await sleep(1000);
    await redis.begin();
    await expectSameAsLocal(run);
    expect(workers.map(({ child }) => child.exitCode)).toEqual([null, null]);
  });

  it('a worker whose further connections break off at first is not deaf for ever', async () => {
    const way = await brokenWay(redis, 2);
    const worker = impatientWorker(way.url);
    await worker.says(/^ready/);
    await expectSameAsLocal(queued());
    way.close();
  });

  it('Redis is killed and stays away: the study says so', async () => {
    impatientWorker(redis.url);
    const run = queued({ executor: { patienceSeconds: 2 } });
    await run.says(/^ended/);
    await redis.kill();
    expect(await run.ended).toBe(1);
    expect(run.text).toMatch(/error Redis at redis:\/\/127\.0\.0\.1:\d+ has not answered for 2 seconds \(.*ECONNREFUSED/);
  });

  it('Redis forgets everything: its jobs are given to it again', async () => {
    impatientWorker(redis.url);
    const run = queued();
    await run.says(/^ended/);
    await saying((client) => client.flushall());
    await expectSameAsLocal(run);
  });

  it('the study is killed and started again: nothing is run twice', async () => {
    const workers = [impatientWorker(redis.url), impatientWorker(redis.url)];
    const first = queued();
    await first.says(/^ended/);
    await first.end('SIGKILL');
    // The workers go on by themselves; their results wait.
    while (begunRuns(workers).length < 4 || workers.some(({ lines }) => lines.at(-1)?.startsWith('begun'))) await sleep(50);
    await expectSameAsLocal(queued());
    expect(begunRuns(workers).length).toBe(8);
  });
});

describe('what is stopped', () => {
  it('a worker that is stopped gives its run back, and another one makes it', async () => {
    const worker = normlab(['worker', '--redis', redis.url, '--jobs', '1']);
    await worker.says(/: 1 at a time from the queue/);
    const run = queued();
    await worker.says(/begun/);
    expect(await worker.end('SIGINT')).toBe(0);
    expect(worker.text).toMatch(/given back to the queue/);
    normlab(['worker', '--redis', redis.url, '--jobs', '2']);
    await expectSameAsLocal(run);
  });

  it('a worker without room on its disk gives its run back and says so, and another one makes it', { skip: !canMount }, async () => {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    // Room to begin with, and none for a run.
    const script = `mount -t tmpfs -o size=16k tmpfs ${disk} && TMPDIR=${disk} exec "$@"`;
    const command = [...namespace, 'bash', '-c', script, 'bash', process.execPath, main, 'worker', '--redis', redis.url, '--jobs', '1'];
    const full = watch('unshare', command);
    await full.says(/: 1 at a time from the queue/);
    const run = queued();
    expect(await full.ended).toBe(1);
    expect(full.text).toMatch(/The disk is full: .* was not written/);
    expect(full.lines.filter((line) => line.includes('begun'))).toHaveLength(1);
    impatientWorker(redis.url);
    await expectSameAsLocal(run);
  });

  it('a study that is stopped leaves nothing in the queue, and workers end what they run for it', async () => {
    const worker = impatientWorker(redis.url);
    const run = queued({ base: { steps: 100_000 } });
    await worker.says(/^begun/);
    run.child.kill('SIGINT');
    expect(await run.ended).toBe(0);
    expect(run.lines.filter((line) => /^ended \S+ interrupted/.test(line)).length).toBe(4);
    await worker.says(/^stopped/);
    const keys = await saying((client) => client.keys('*'));
    expect(keys.filter((key) => /:(wait|active|completed|failed|select-|events:)/.test(key))).toEqual([]);
    expect(worker.child.exitCode).toBeNull();
  });
});

describe('who does not fit', () => {
  const card = { id: 'x', host: 'elsewhere', pid: 7, version, machine: `${process.platform}-${process.arch}`, cpu: '', cores: 1, jobs: 1 };
  const leave = (kind: 'worker' | 'study', content: object) =>
    saying(async (client) => {
      await client.set(`normlab:normlab:${kind}:x`, JSON.stringify({ ...card, ...content }));
      await client.sadd(`normlab:normlab:${kind}s`, 'x');
    });

  it('workers with different engines are refused, both named', async () => {
    impatientWorker(redis.url);
    await leave('worker', { engines: { 'ort-node': { version: '0.0.1', device: 'cpu' } } });
    const run = queued();
    expect(await run.ended).toBe(2);
    expect(run.text).toMatch(/error This study would mix engines.*ort-node 0\.0\.1 \(cpu, \S+\) on elsewhere/);
    expect(run.text).toMatch(/ort-node 1\.\d+\.\d+ \(cpu/);
    expect(await saying((client) => client.llen(`normlab:normlab@${version}:wait`))).toBe(0);
  });

  it('unless they are allowed', async () => {
    impatientWorker(redis.url);
    await leave('worker', { engines: { 'ort-node': { version: '0.0.1', device: 'cpu' } } });
    await expectSameAsLocal(queued({ executor: { allowMixed: true } }));
  });

  it('workers of another version are refused', async () => {
    await leave('worker', { version: '0.0.1', engines: {} });
    const run = queued();
    expect(await run.ended).toBe(2);
    expect(run.text).toMatch(new RegExp(`error The workers at .* are normlab 0\\.0\\.1, and this is normlab ${version}`));
  });

  it('a worker says that a study of another version waits', async () => {
    await leave('study', { version: '9.9.9', engines: [] });
    const worker = normlab(['worker', '--redis', redis.url]);
    await worker.says(new RegExp(`A study of normlab 9\\.9\\.9 waits in this queue\\. This worker is normlab ${version}`));
  });

  it('a study without workers says how to start some, and waits', async () => {
    const run = queued();
    await run.says(/No worker is waiting at .*normlab worker --redis redis:/);
    impatientWorker(redis.url);
    await expectSameAsLocal(run);
  });
});

it('files that a task reads travel with the run', async () => {
  const text = Array.from({ length: 400 }, (_, i) => `line ${i} of a text, ${i * i}`).join('\n');
  const [here, there] = ['here', 'there'].map((name) => join(folder, name)) as [string, string];
  for (const each of [here, there]) mkdirSync(each);
  writeFileSync(join(here, 'corpus.txt'), text);
  const base = { task: { id: 'text', files: ['corpus.txt'] }, steps: 30 };
  const alone = study({ executor: { id: 'local' }, out: join(folder, 'alone'), base, cwd: here });
  expect(await alone.ended, alone.text).toBe(0);
  normlab(['worker', '--redis', redis.url, '--jobs', '2'], { cwd: there });
  const run = queued({ base, cwd: here });
  expect(await run.ended, run.text).toBe(0);
  expect(numbersOf(join(folder, 'out'))).toEqual(numbersOf(join(folder, 'alone')));
  expect(runFilesOf(join(folder, 'out'))).toEqual(runFilesOf(join(folder, 'alone')));
});
