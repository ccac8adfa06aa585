/** What the tests of this folder need: a Redis of their own, workers, and studies as processes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const worker = fileURLToPath(new URL('./worker.mjs', import.meta.url));
const runner = fileURLToPath(new URL('./runner.mjs', import.meta.url));

/** A process whose output is kept, line by line. */
export class Watched {
  readonly lines: string[] = [];
  readonly ended: Promise<number | null>;
  private readonly heard = new EventEmitter().setMaxListeners(0);

  constructor(readonly child: ChildProcess) {
    let rest = '';
    const read = (chunk: Buffer) => {
      const parts = (rest + chunk.toString()).split('\n');
      rest = parts.pop() ?? '';
      this.lines.push(...parts);
      this.heard.emit('lines');
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    this.ended = once(child, 'close').then(([code]) => code as number | null);
  }

  get text(): string {
    return this.lines.join('\n');
  }

  /** Waits until a line says so, and no longer: what is to be met in the middle may be over soon. */
  async says(pattern: RegExp, times = 1, seconds = 60): Promise<void> {
    const signal = AbortSignal.timeout(1000 * seconds);
    while (this.lines.filter((line) => pattern.test(line)).length < times)
      await once(this.heard, 'lines', { signal }).catch(() => {
        throw new Error(`waited in vain for ${pattern} in:\n${this.text}`);
      });
  }

  async end(signal: NodeJS.Signals): Promise<number | null> {
    // The whole group: children of what is killed go with it.
    if (this.child.exitCode === null && this.child.signalCode === null) process.kill(-(this.child.pid as number), signal);
    return this.ended;
  }
}

const watched: Watched[] = [];

export interface Where {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export function watch(command: string, args: readonly string[], { cwd, env }: Where = {}): Watched {
  const environment = { ...process.env, LANG: 'C', LC_ALL: '', ...env };
  const one = new Watched(spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: environment, cwd }));
  watched.push(one);
  return one;
}

/** Ends everything that a test left running. */
export const endAll = (): Promise<unknown> => Promise.all(watched.splice(0).map((one) => one.end('SIGKILL')));

export const normlab = (args: readonly string[], where?: Where): Watched => watch(process.execPath, [main, ...args], where);

/** `normlab worker` with one run at a time, missed soon when it dies. */
export const impatientWorker = (redis: string): Watched => watch(process.execPath, [worker, redis]);

/** A Redis that writes down what it is told, so that it may be killed. */
export class OwnRedis {
  readonly folder = mkdtempSync(join(tmpdir(), 'normlab-redis-'));
  private server: Watched | undefined;
  private constructor(readonly port: number) {}

  static async start(): Promise<OwnRedis> {
    const redis = new OwnRedis(await freePort());
    await redis.begin();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async begin(): Promise<void> {
    const flags = { port: this.port, bind: '127.0.0.1', dir: this.folder, appendonly: 'yes', appendfsync: 'always', save: '' };
    this.server = watch(
      'redis-server',
      Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]),
    );
    await this.server.says(/Ready to accept connections/);
  }

  async kill(): Promise<void> {
    await this.server?.end('SIGKILL');
  }

  /** What it wrote down is gone. Between `kill` and `begin`. */
  forget(): void {
    for (const name of readdirSync(this.folder)) rmSync(join(this.folder, name), { recursive: true });
  }

  /** The last bytes of what it wrote down are gone. Between `kill` and `begin`. */
  tear(bytes: number): void {
    const written = readdirSync(this.folder, { recursive: true }).map(String);
    const last = written.filter((name) => name.endsWith('.incr.aof')).map((name) => join(this.folder, name))[0] as string;
    truncateSync(last, Math.max(0, statSync(last).size - bytes));
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A way to Redis that breaks off so many connections after the first. */
export async function brokenWay(redis: OwnRedis, refused: number): Promise<{ readonly url: string; close(): void }> {
  let connections = 0;
  const server = createServer((client) => {
    connections++;
    if (connections > 1 && connections <= 1 + refused) return client.destroy();
    const there = connect(redis.port, '127.0.0.1');
    for (const [from, to] of [
      [client, there],
      [there, client],
    ] as const) {
      from.pipe(to);
      from.on('error', () => undefined).on('close', () => to.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `redis://127.0.0.1:${port}`, close: () => server.close() };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

export interface StudySetting extends Where {
  readonly executor: object;
  readonly out: string;
  readonly base?: object;
  readonly grid?: object;
}

const small = {
  model: { placement: 'pre', nLayers: 1, nHeads: 1, dModel: 8, seqLen: 8 },
  task: { id: 'copy', symbols: 3 },
  batchSize: 4,
  steps: 300,
  evaluation: { every: 100, batches: 1, finalBatches: 2 },
  diagnostics: { every: 100, series: ['max-abs'] },
  engine: 'ort-node',
};

/** A study of two arms as a process of its own. */
export function study({ executor, out, base = {}, grid = {}, ...where }: StudySetting): Watched {
  const file = `${out}.input.json`;
  const given = {
    executor,
    base: { ...small, ...base },
    grid: { lr: [0.01, 0.1], warmup: [0], selectSeeds: [1], judgeSeeds: [2, 3], ...grid },
    out,
    json: `${out}.json`,
  };
  writeFileSync(file, JSON.stringify(given));
  return watch(process.execPath, [runner, file], where);
}

/** What `--json` holds but times: those differ between any two studies. */
export const numbersOf = (out: string): unknown =>
  JSON.parse(readFileSync(`${out}.json`, 'utf8'), (key, value) => (/seconds/i.test(key) ? undefined : value));

/** Files of all runs as texts, `run.json` without its time. */
export function runFilesOf(out: string): Record<string, string> {
  const runs = join(out, 'runs');
  const paths = readdirSync(runs, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = paths.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(files.map((file) => [relative(runs, file), readFileSync(file, 'latin1').replace(/"seconds": .*/, '')]));
}
