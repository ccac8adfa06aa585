/** Every command of the READMEs, the guide and the reference, given as it is written, in the page's language. */
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort, OwnRedis, type Watched, watch } from '../redis/bench.ts';
import { FakeMlflow } from '../unit/export/mlflow-server.ts';
import { pages, root } from './command.ts';
import { Stage } from './stage.ts';

/** How a command ends. The first that fits says it; whatever fits none ends by itself. */
const kinds: readonly { readonly is: RegExp; readonly kind: 'installer' | 'service' | 'training' }[] = [
  { is: /^npm |^npx (vitest|biome) /, kind: 'installer' },
  { is: /^redis-server |normlab (lab|serve|worker)\b/, kind: 'service' },
  { is: /normlab (compare|study|frontier|claims .*--run)\b/, kind: 'training' },
];
const kindOf = (command: string) => kinds.find(({ is }) => is.test(command))?.kind ?? 'alone';

/** Training is long: it is stopped by Ctrl-C once a run has ended, which keeps what ran and says how to go on. */
const trainingSeconds = 8;
const aloneSeconds = 150;
const interrupted = 130;

const scripts = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')).scripts as Record<string, string>;
const ci = readFileSync(new URL('.ci/run', root), 'utf8');
const mlflow = new FakeMlflow();
let mlflowUrl: string;

beforeAll(async () => {
  mlflowUrl = await mlflow.start();
});
afterAll(() => mlflow.stop());

describe.each(pages)('$file', ({ commands, language }) => {
  const services: Watched[] = [];
  let stage: Stage;
  let redis: OwnRedis | undefined;
  const exported: string[] = [];
  const password = 'secret';

  beforeAll(async () => {
    stage = new Stage();
    stage.give(commands.join('\n'));
    // The README's queue; the page of many machines starts its own.
    redis = commands.some((command) => command.includes('redis://queue:')) ? await OwnRedis.start() : undefined;
  }, 120_000);
  afterEach(() => expect(services.filter(({ child }) => child.exitCode !== null).map(({ text }) => text)).toEqual([]));
  afterAll(async () => {
    await Promise.all(services.map((service) => service.end('SIGKILL')));
    await redis?.close();
    stage.remove();
  });

  const port = freePort();
  /** What a page cannot know: hosts, the names that hashes make, and a port that is free here. */
  const asGiven = async (command: string): Promise<string> => {
    const queue = redis?.port ?? (await port);
    return command
      .replaceAll('redis://queue:6379', `redis://127.0.0.1:${queue}`)
      .replaceAll('@queue-host:6379', `@127.0.0.1:${queue}`)
      .replace(/^redis-server /, `redis-server --port ${queue} --dir . `)
      .replaceAll('http://localhost:5000', mlflowUrl)
      .replaceAll('/shared/results', './shared-results')
      .replaceAll(/-…/g, '-*');
  };
  const shell = async (command: string): Promise<Watched> =>
    watch('bash', ['-c', [...exported, await asGiven(command)].join('\n')], {
      cwd: stage.folder,
      env: {
        LANG: language === 'zh' ? 'zh_CN.UTF-8' : 'C',
        PATH: `${stage.bin}:${process.env.PATH}`,
        SLURM_HERE: stage.folder,
        PASSWORD: password,
        npm_config_update_notifier: 'false',
      },
    });

  it.each(commands.map((command, index) => ({ command, index })))('$command', async ({ command }) => {
    if (command.startsWith('export ')) {
      exported.push(await asGiven(command));
      return;
    }
    const kind = kindOf(command);
    if (kind === 'installer') {
      for (const [, name = ''] of command.matchAll(/npm run ([\w:]+)/g)) expect(scripts).toHaveProperty(name);
      for (const [step] of command.matchAll(/npm (?:ci|test|run check)|npx normlab compare/g)) expect(ci).toContain(`step ${step}`);
      return;
    }
    const given = await shell(command);
    if (kind === 'service') {
      await given.says(/http:\/\/|redis:\/\/|Ready to accept/);
      services.push(given);
      return;
    }
    const before = stage.endedRuns();
    const longest = Date.now() + 1000 * (kind === 'training' ? trainingSeconds : aloneSeconds);
    let stopped = false;
    const timer = setInterval(() => {
      if (stopped || (Date.now() < longest && (kind === 'alone' || stage.endedRuns() === before))) return;
      stopped = true;
      process.kill(-(given.child.pid as number), 'SIGINT');
    }, 100);
    const code = await given.ended;
    clearInterval(timer);
    if (kind === 'alone') expect(stopped, `${command} did not end:\n${given.text}`).toBe(false);
    // npm ends itself by the signal once its command has ended.
    expect(given.child.signalCode === 'SIGINT' ? interrupted : code, given.text).toBe(stopped ? interrupted : 0);
  });
});

describe('Chinese pages', () => {
  const english = new Map(pages.map(({ file, commands }) => [file, commands]));
  it.each(pages.filter(({ language }) => language === 'zh'))('$file has the commands of the English page', ({ file, commands }) => {
    expect(commands).toEqual(english.get(file.replace('.zh-CN', '')));
  });
});
