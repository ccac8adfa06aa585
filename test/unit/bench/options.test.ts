import { describe, expect, it } from 'vitest';
import { benchModule } from '../../helper/bench.ts';

const { readOptions } = await benchModule('options.mjs');
const { contestants } = await benchModule('contestants.mjs');
const { plan } = await benchModule('plan.mjs');

const names = (args: string[]): string[] =>
  readOptions(args).shapes.map(({ depth, width, context }: Record<string, number>) => `${depth}x${width}@${context}`);

describe('shapes', () => {
  it('are those of the issue unless others are named, the study’s own among them', () =>
    expect(names([])).toEqual(['6x48@32', '4x64@128', '12x128@128', '6x256@128', '6x512@128']));

  it('have a context of their own, else that of --context', () =>
    expect(names(['--shapes', '6x48@32,4x64', '--context', '8'])).toEqual(['6x48@32', '4x64@8']));

  it('are measured once, however they are written', () => expect(names(['--shapes', '4x64,4x64@128'])).toEqual(['4x64@128']));
});

describe('what does not fit', () => {
  it.each([
    [['--shapes', '4y'], '--shapes: "4y" is no depth and width'],
    [['--shapes', '0x16'], '--shapes: "0x16" is no depth and width'],
    [['--shapes', '4x64@'], '--shapes: "4x64@" is no depth and width'],
    [['--shapes', '4x18'], '--shapes: in "4x18" the width is no multiple of 4'],
    [['--engines', 'cuda'], '--engines: there is no "cuda", only native, ort-node, ort-wasm'],
    [['--engines', 'constructor'], '--engines: there is no "constructor"'],
    [['--engines', ''], '--engines: nothing is given'],
    [['--peers', 'native'], '--peers: there is no "native"'],
    [['--rounds', '0'], '--rounds: "0" is no whole number above 0'],
    [['--context', '1.5'], '--context: "1.5" is no whole number above 0'],
  ])('%j is said in one sentence', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});

describe('who takes part', () => {
  const asked = readOptions([
    '--shapes',
    '2x16',
    '--rounds',
    '3',
    '--threads',
    '1,2',
    '--engines',
    'native,ort-wasm',
    '--peers',
    'pytorch',
    '--profile',
  ]);
  const who = ({ contestant, kind, threads }: { contestant?: { engine: string; diagnostics: boolean }; kind: string; threads: number }) =>
    `${kind} ${contestant?.engine ?? ''}${contestant?.diagnostics ? '+' : ''} ${threads}`;

  it('every engine of ours without and with diagnostics, then the peers, each on every number of threads', () =>
    expect(
      contestants(asked).map((contestant: { engine: string; diagnostics: boolean; threads: number }) =>
        who({ contestant, kind: '', ...contestant }),
      ),
    ).toEqual(['native', 'native+', 'ort-wasm', 'ort-wasm+', 'pytorch'].flatMap((name) => [` ${name} 1`, ` ${name} 2`])));

  it('slow ones less often; profiles are made of engines that can say where their step goes, once', () => {
    const jobs: string[] = plan(asked).map(who);
    const times = (job: string) => jobs.filter((one) => one === job).length;
    expect([times('step native 1'), times('step ort-wasm 1'), times('step pytorch 2'), times('ceiling  2')]).toEqual([3, 2, 3, 3]);
    expect(jobs.filter((job) => job.startsWith('profile'))).toEqual(['profile native 1', 'profile native 2']);
  });
});
