/** `--json [file]` has one meaning: standard output and nothing else there when the file is left out or `-`, else the file. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declareJson, settleJson } from '../../src/cli/json-flag.ts';
import { normlab, readJson, tiny } from './normlab.ts';

let cwd = '';
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'normlab-json-'));
  writeFileSync(join(cwd, 'spec.yaml'), 'model: { placement: pre, nLayers: 1, dModel: 8, nHeads: 2, seqLen: 8 }\ntask: copy\n');
  writeFileSync(
    join(cwd, 'study.yaml'),
    'arms: [pre]\nrun: { model: { nLayers: 1, dModel: 8, nHeads: 2 }, task: copy, steps: 4 }\nseeds: 1\n',
  );
  writeFileSync(join(cwd, 'config.json'), JSON.stringify({ model_type: 'gpt2', n_layer: 2, n_embd: 8 }));
  const made = await normlab(['compare', ...tiny, '--out', 'normlab-out'], { cwd });
  expect(made.code, made.stderr).toBe(0);
  await normlab(['conformance', 'export', 'kit', '--placement', 'pre', '--depth', '1', '--width', '8', '--heads', '2'], { cwd });
});
afterAll(() => rmSync(cwd, { recursive: true }));

/** Arguments besides --json. */
const commands: readonly string[] = [
  `compare ${tiny.join(' ')} --out again`,
  'study study.yaml --out studied',
  `frontier ${tiny.join(' ')} --depth 2 --width 16 --depths 1,2 --out wide`,
  'signal --depths 1,2 --seeds 2 --width 8 --heads 2 --out measured',
  'report normlab-out',
  'verify normlab-out --sample 1',
  'probe spec.yaml --batches 1 --what jacobian',
  'runs',
  'runs normlab-out',
  'claims xiong-theorem-1',
  'inspect config.json',
  'conformance check kit',
  'conformance export again-kit --placement pre --depth 1 --width 8 --heads 2',
  'train spec.yaml --out trained',
  'list',
  'list placements',
  'explain post',
  'query select+1',
];

const words = (line: string): string[] => line.split(' ').map((word) => word.replace('+', ' '));

describe.each(commands)('normlab %s', (line) => {
  it('prints JSON alone, or writes it into the file', async () => {
    const printed = await normlab([...words(line), '--json'], { cwd });
    expect(printed.code, printed.stderr).toBe(0);
    const value = JSON.parse(printed.stdout) as object;
    const [name = '', ...rest] = words(line);
    const before = await normlab([name, '--json', '-', ...rest], { cwd });
    expect(Object.keys(JSON.parse(before.stdout) as object)).toEqual(Object.keys(value));
    const file = `${line.replace(/\W+/g, '-')}.json`;
    const written = await normlab([...words(line), '--json', file], { cwd });
    expect(Object.keys(readJson<object>(cwd, file))).toEqual(Object.keys(value));
    expect(written.stdout).toContain(file);
    expect(() => JSON.parse(written.stdout)).toThrow();
  });
});

it.each([
  ['explain --json post', true, 'explain --json=- post'],
  ['explain --json post.json pre', true, 'explain --json post.json pre'],
  ['explain --json - pre', true, 'explain --json - pre'],
  ['list --json', true, 'list --json=-'],
  ['compare --json out', false, 'compare --json out'],
  ['list --json=out', true, 'list --json=out'],
] as const)('%s', (line, takesArguments, settled) => {
  const command = new Command();
  if (takesArguments) command.argument('[id]');
  // As it was typed where there is no such flag, or the error would name another.
  expect(settleJson(line.split(' '), command).join(' ')).toBe(line);
  declareJson(command, 'en');
  expect(settleJson(line.split(' '), command).join(' ')).toBe(settled);
});

it('help of a command is that of its flag', async () => {
  const [help, flag, all] = await Promise.all([['help', 'compare'], ['compare', '--help'], ['help']].map((argv) => normlab(argv, { cwd })));
  expect(help?.stdout).toBe(flag?.stdout);
  expect(help?.stdout).toMatch(/--arms <list>/);
  expect(help?.code).toBe(0);
  expect(all?.stdout).toMatch(/Measure and compare:\n +compare .*Look up what is known:\n +explain .*Read results:\n +report /s);
  const wrong = await normlab(['help', 'compair'], { cwd });
  expect(wrong.stderr).toMatch(/no command "compair": did you mean compare\?/);
  expect(wrong.code).toBe(2);
  expect(existsSync(join(cwd, 'compare'))).toBe(false);
});
