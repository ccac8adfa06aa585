/** Studies as a person runs them: from a file, cut off and gone on with, told again from their files, run again and compared. */
import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compareJsonSchema } from '../../src/study/compare-json.ts';
import { aliveWhen, stepsWritten } from '../helper/progress.ts';
import { inFolder, normlab, readJson, start, tiny } from './normlab.ts';

const spec = `
name: A small study
arms: [post, { id: rms, arm: pre/rms }]
run:
  task: { id: copy, symbols: 3 }
  model: { nLayers: 1, dModel: 8, nHeads: 2, seqLen: 8 }
  steps: 12
  batchSize: 4
tune: { lr: [0.003, 0.01, 0.03], warmup: [0] }
vary: { depth: [1, 2] }
seeds: { select: 1, judge: 2 }
protocol: { id: successive-halving, minSteps: 4 }
`;

const study = (folder: string, ...more: string[]) =>
  normlab(['study', 'study.yaml', '--out', 'out', '--json', 'result.json', ...more], { cwd: folder });

/** What does not hang on when it ran and how long it took. */
function numbers(folder: string) {
  const { arms, pairs, grid, protocol, name } = compareJsonSchema.parse(readJson(folder, 'result.json'));
  const lasting = pairs.map(({ a, b, difference, low, high, pValue, verdict, n }) => ({ a, b, difference, low, high, pValue, verdict, n }));
  return { arms, lasting, grid, protocol, name };
}

it('a study runs, tells itself again from its files, and comes out the same when run again', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'study.yaml'), spec);
    const first = await study(folder);
    expect(first.code, first.stderr).toBe(0);
    const result = numbers(folder);
    expect(result.name).toBe('A small study');
    expect(result.arms.map(({ id }) => id)).toEqual(['post depth=1', 'post depth=2', 'rms depth=1', 'rms depth=2']);
    // Arms meet at equal depth only.
    expect(result.lasting.map(({ a, b }) => [a, b])).toEqual([
      ['post depth=1', 'rms depth=1'],
      ['post depth=2', 'rms depth=2'],
    ]);

    const before = readdirSync(join(folder, 'out', 'runs')).sort();
    const again = await study(folder, '--resume', '--jobs', '1');
    expect(again.code, again.stderr).toBe(0);
    expect(numbers(folder)).toEqual(result);
    expect(readdirSync(join(folder, 'out', 'runs')).sort()).toEqual(before);

    const html = readFileSync(join(folder, 'out', 'report.html'), 'utf8');
    rmSync(join(folder, 'out', 'report.html'));
    const told = await normlab(['report', 'out', '--json', 'result.json'], { cwd: folder });
    expect(told.code, told.stderr).toBe(0);
    expect(numbers(folder)).toEqual(result);
    expect(readFileSync(join(folder, 'out', 'report.html'), 'utf8')).toBe(html);

    for (const path of ['out', 'out/report.html']) {
      const verified = await normlab(['verify', path, '--sample', '5', '--json', 'verify.json'], { cwd: folder });
      expect(verified.code, verified.stderr).toBe(0);
      const { exact, runs } = readJson<{ exact: boolean; runs: { agrees: boolean }[] }>(folder, 'verify.json');
      expect([exact, runs.map(({ agrees }) => agrees)]).toEqual([true, Array(5).fill(true)]);
    }
  });
});

it('verify finds a result that was changed', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'study.yaml'), spec);
    expect((await study(folder)).code).toBe(0);
    const html = readFileSync(join(folder, 'out', 'report.html'), 'utf8');
    // A better loss, where the report keeps what its runs came to.
    const changed = html.replace(/("evalLoss":\s*)(\d)\.(\d)/g, (_, key, whole) => `${key}${Number(whole) + 1}.0`);
    expect(changed).not.toBe(html);
    writeFileSync(join(folder, 'changed.html'), changed);
    const { code, stderr } = await normlab(['verify', 'changed.html'], { cwd: folder });
    expect(code).toBe(1);
    expect(stderr).toMatch(/4 of 4 runs came out differently/);
  });
});

it('Ctrl-C keeps what ran, --resume ends in the same numbers', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'study.yaml'), spec.replace('steps: 12', 'steps: 300'));
    const whole = await normlab(['study', 'study.yaml', '--out', 'whole', '--json', 'result.json'], { cwd: folder });
    expect(whole.code, whole.stderr).toBe(0);
    const result = numbers(folder);
    const { child, ended } = start(['study', 'study.yaml', '--out', 'out', '--json', 'result.json'], { cwd: folder });
    // In the middle of it, by its own record.
    const half = stepsWritten(join(folder, 'whole')) / 2;
    expect(await aliveWhen(child, () => stepsWritten(join(folder, 'out')) >= half)).toBe(true);
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    const resumed = await study(folder, '--resume');
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(numbers(folder)).toEqual(result);
  });
});

it('a folder holds one study', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'study.yaml'), spec);
    const missing = await study(folder, '--resume');
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('nothing to resume')]);
    expect((await study(folder)).code).toBe(0);
    appendFileSync(join(folder, 'study.yaml'), 'budget: { steps: 1000 }\n');
    // A budget that is kept changes nothing of the study.
    expect((await study(folder, '--resume')).code).toBe(0);
    writeFileSync(join(folder, 'study.yaml'), spec.replace('dModel: 8', 'dModel: 16'));
    const other = await study(folder);
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('holds another study: width is 8 there and 16 here.')]);
    writeFileSync(join(folder, 'study.yaml'), spec.replace('0.003, ', ''));
    const less = await study(folder);
    expect([less.code, less.stderr]).toEqual([2, expect.stringContaining('with lr 0.003, missing here.')]);
  });
});

it.each([
  ['study nowhere.yaml', /nowhere\.yaml/],
  ['study bad.yaml', /bad\.yaml.*line/s],
  ['study wrong.yaml', /study .*is not valid.*arms.*normlab schema study/s],
  ['study dear.yaml', /more than its budget of 10/],
  ['report .', /holds no study/],
  ['report torn', /torn.study\.json is not a complete study file/],
  ['report forged', /forged.study\.json is not a complete study file \(id\)/],
  ['verify nowhere', /neither a folder of a study nor a report/],
  ['verify study.yaml', /neither a folder of a study nor a report/],
  ['verify empty', /holds no study/],
  ['verify begun', /Nothing in .* has finished or diverged/],
])('normlab %s', async (line, sentence) => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'study.yaml'), spec);
    writeFileSync(join(folder, 'bad.yaml'), 'arms: [post\nrun: {');
    writeFileSync(join(folder, 'wrong.yaml'), 'arms: {}\n');
    writeFileSync(join(folder, 'dear.yaml'), `${spec}budget: { steps: 10 }\n`);
    for (const name of ['torn', 'forged', 'empty', 'begun']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'torn', 'study.json'), '{"format":1,"id":"abc"');
    if (/forged|begun/.test(line)) {
      expect((await study(folder)).code).toBe(0);
      cpSync(join(folder, 'out', 'study.json'), join(folder, 'begun', 'study.json'));
      const text = readFileSync(join(folder, 'out', 'study.json'), 'utf8');
      writeFileSync(join(folder, 'forged', 'study.json'), text.replace('"judgeSeeds": [', '"judgeSeeds": [ 99,'));
    }
    const { code, stdout, stderr } = await normlab(line.split(' '), { cwd: folder });
    expect(`${stdout}${stderr}`).toMatch(sentence);
    expect(code).toBe(2);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

it('is told again in the other language, with what its task says', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'text.txt'), 'The quick brown fox jumps over the lazy dog.\n'.repeat(60));
    const run = (name: string, ...what: string[]) =>
      normlab(['compare', ...tiny.slice(0, -2), '--lang', 'en', '--out', name, ...what], { cwd: folder });
    const made = await Promise.all([run('short', '--text', 'text.txt'), run('copied', '--task', 'copy')]);
    expect(made.map(({ code }) => code)).toEqual([0, 0]);
    expect(made[0]?.stdout).toContain('The text has only 2700 characters');
    const [short, copied] = await Promise.all(
      ['short', 'copied'].map((name) => normlab(['report', name, '--lang', 'zh'], { cwd: folder })),
    );
    expect(short?.stdout).toContain('文本只有 2700 个字符');
    // What is seen of it: the numbers beside it are as they were stored.
    const page = (name: string): string => readFileSync(join(folder, name, 'report.html'), 'utf8').replaceAll(/<script.*?<\/script>/gs, '');
    expect(`${short?.stdout}${page('short')}`).not.toContain('The text has');
    expect(`${copied?.stdout}${page('copied')}`).not.toContain('copy a random sequence');
    expect(page('copied')).toContain('复制随机序列');
  });
});
