/** Redis, workers and the runner, killed at random moments, one after the other: every study ends in the bits of one left alone. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { random } from '../../src/core/random.ts';
import { findRun } from '../../src/store/run-folder.node.ts';
import { endAll, impatientWorker, numbersOf, OwnRedis, runFilesOf, study, type Watched } from './bench.ts';

const rounds = 50;

/** Long enough to be killed in, short enough to end between two kills. */
const each = { base: { steps: 600 }, grid: { judgeSeeds: [2, 3, 4, 5, 6, 7] } };

const top = mkdtempSync(join(tmpdir(), 'normlab-kill-'));
const local = join(top, 'local');
let redis: OwnRedis;

beforeAll(async () => {
  const run = study({ ...each, executor: { id: 'local' }, out: local });
  expect(await run.ended, run.text).toBe(0);
  redis = await OwnRedis.start();
});

afterEach(endAll);

afterAll(async () => {
  await redis.close();
  rmSync(top, { recursive: true, force: true });
});

/** What there is to kill. */
class Bench {
  readonly outs: string[] = [];
  run: Watched;
  readonly workers = [impatientWorker(redis.url), impatientWorker(redis.url)];
  private readonly finished = new Map<string, string>();

  constructor() {
    this.run = this.begin();
  }

  /** A study of its own, or the last one again. */
  begin(out = join(top, `out-${this.outs.length}`)): Watched {
    if (!this.outs.includes(out)) this.outs.push(out);
    this.run = study({ ...each, executor: { id: 'bullmq', redis: redis.url }, out });
    return this.run;
  }

  get out(): string {
    return this.outs.at(-1) as string;
  }

  /** Who found no Redis at the start has said so and is started again; nobody else has ended by itself. */
  restart(): void {
    for (const [i, worker] of this.workers.entries()) {
      if (worker.child.exitCode === null) continue;
      expect(worker.text).toMatch(noRedis);
      this.workers[i] = impatientWorker(redis.url);
    }
    if (this.run.child.exitCode !== null && noRedis.test(this.run.text)) this.begin(this.out);
  }

  /** What has finished stays as it is. */
  look(): void {
    const runs = join(this.out, 'runs');
    for (const id of existsSync(runs) ? readdirSync(runs) : []) {
      const { state } = findRun(join(runs, id));
      if (state !== 'finished' && state !== 'diverged') continue;
      const file = join(runs, id, 'events.jsonl');
      const text = readFileSync(file, 'utf8');
      expect(this.finished.get(file) ?? text, file).toBe(text);
      this.finished.set(file, text);
    }
  }

  /** Until a study has ended by itself with all of its runs: one that killed three workers is made by the same command again. */
  async settle(): Promise<void> {
    for (let times = 0; ; times++) {
      const began = performance.now();
      do {
        this.restart();
        await sleep(100);
        if (performance.now() - began > settledMs)
          throw new Error(`still at work:\n${[this.run, ...this.workers].map(({ text }) => text).join('\n\n')}`);
      } while (this.run.child.exitCode === null || noRedis.test(this.run.text));
      expect(await this.run.ended, this.run.text).toBe(0);
      const failed = this.run.lines.filter((line) => /^ended \S+ failed/.test(line));
      for (const line of failed) expect(line).toMatch(/given up: 3 workers died/);
      if (failed.length === 0) break;
      expect(times).toBeLessThan(3);
      this.begin(this.out);
    }
    this.look();
    expect(numbersOf(this.out)).toEqual(numbersOf(local));
    expect(runFilesOf(this.out)).toEqual(runFilesOf(local));
  }
}

/** A study takes seconds; what takes longer is waited for in vain, and one wants to know by whom. */
const settledMs = 100_000;

const noRedis = /No Redis answers at/;

type Draw = () => number;

/** Who dies, and how those come back that were killed. */
const victims: Readonly<Record<string, (bench: Bench, draw: Draw) => Promise<void>>> = {
  worker: async ({ workers }, draw) => {
    const at = Math.floor(draw() * workers.length);
    await (workers[at] as Watched).end('SIGKILL');
    workers[at] = impatientWorker(redis.url);
  },
  redis: async (_bench, draw) => {
    await redis.kill();
    await sleep(500 * draw());
    await redis.begin();
  },
  runner: async (bench) => {
    await bench.run.end('SIGKILL');
    bench.begin(bench.out);
  },
  'redis without its memory': async () => {
    await redis.kill();
    redis.forget();
    await redis.begin();
  },
  'redis without its last words': async (_bench, draw) => {
    await redis.kill();
    redis.tear(Math.floor(4000 * draw()));
    await redis.begin();
  },
  'a worker while redis is away': async ({ workers }, draw) => {
    await redis.kill();
    const at = Math.floor(draw() * workers.length);
    await (workers[at] as Watched).end('SIGKILL');
    await redis.begin();
    workers[at] = impatientWorker(redis.url);
  },
};

it(`${rounds} kills of Redis, workers and the runner`, { timeout: 300_000 }, async () => {
  const stream = random(4, 'kill');
  const draw = () => stream.uniform();
  const bench = new Bench();
  const names = Object.keys(victims);
  for (let round = 0; round < rounds; round++) {
    await sleep(2500 * draw());
    bench.restart();
    if (bench.run.child.exitCode !== null) {
      await bench.settle();
      bench.begin();
      await sleep(1000 * draw());
    }
    await victims[names[round % names.length] as string]?.(bench, draw);
    bench.look();
  }
  await bench.settle();
  bench.restart();
});
