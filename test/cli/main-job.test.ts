/** The main job on real text, as a person runs it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { random } from '../../src/core/random.ts';
import { compareJsonSchema } from '../../src/study/compare-json.ts';
import { fastest } from '../helper/engines.ts';
import { inFolder, normlab, readJson, tiny } from './normlab.ts';

it('compare --quick on the book: Pre beats the character bigrams, every run is told', async () => {
  await inFolder(async (folder) => {
    const { code, stdout, stderr } = await normlab(['compare', '--quick', '--json', 'result.json', '--out', 'out'], { cwd: folder });
    expect(code, stderr).toBe(0);
    const result = compareJsonSchema.parse(readJson(folder, 'result.json'));
    const pre = result.arms.find(({ id }) => id === 'pre');
    expect(pre?.evalLoss.mean).toBeLessThan(result.task.bigramEntropy as number);
    expect(stdout).toContain((result.task.bigramEntropy as number).toFixed(3));
    for (const { runs } of result.arms) {
      expect(runs.filter(({ stage }) => stage === 'judge').map(({ seed }) => seed)).toEqual(result.grid.judgeSeeds);
      expect(runs.filter(({ stage }) => stage === 'select')).toHaveLength(result.grid.lr.length * result.grid.warmup.length);
    }
    expect(result.engine).toMatchObject({ id: fastest.id, threads: 1 });
    expect(result.command).toBe('normlab compare --quick --json result.json --out out');
  });
});

it('the report opens without a network, in both languages', async () => {
  await inFolder(async (folder) => {
    for (const [language, words] of [
      ['en', 'Where should normalization sit?'],
      ['zh', '归一化'],
    ] as const) {
      const { code, stderr } = await normlab(['compare', ...tiny, '--out', language, '--lang', language], { cwd: folder });
      expect(code, stderr).toBe(0);
      const html = readFileSync(join(folder, language, 'report.html'), 'utf8');
      expect(html).toContain(words);
      expect(html).toContain('x ← LN(x + F(x))');
      expect(html).not.toMatch(/(src|href)="https?:/);
      expect(html).not.toMatch(/<script(?! type="application\/json")/);
    }
  });
});

it('the same comparison twice gives the same numbers', async () => {
  await inFolder(async (folder) => {
    const numbers: unknown[] = [];
    for (const jobs of ['1', '2']) {
      await normlab(['compare', ...tiny, '--jobs', jobs, '--json', 'result.json', '--out', 'out'], { cwd: folder });
      const { arms, pairs } = compareJsonSchema.parse(readJson(folder, 'result.json'));
      // How long further seeds would take hangs on the machine and on its workers.
      numbers.push({ arms, pairs: pairs.map(({ moreSeconds: _moreSeconds, ...pair }) => pair) });
    }
    expect(numbers[0]).toEqual(numbers[1]);
  });
});

it('a million characters of Chinese train', async () => {
  await inFolder(async (folder) => {
    const stream = random(1, 'chinese');
    // Zipf-like: three thousand common characters, low ranks far more often; a comma now and then.
    const text = Array.from({ length: 1_000_000 }, () =>
      stream.uniform() < 0.08 ? '，' : String.fromCodePoint(0x4e00 + Math.floor(3000 ** stream.uniform())),
    ).join('');
    writeFileSync(join(folder, '中文.txt'), text);
    const args =
      'compare --text 中文.txt --depth 1 --width 16 --heads 2 --context 16 --batch 8 --steps 40 --lr 0.01 --warmup 0 --seeds 2 --json result.json --out out'.split(
        ' ',
      );
    const { code, stderr } = await normlab(args, { cwd: folder });
    expect(code, stderr).toBe(0);
    const result = compareJsonSchema.parse(readJson(folder, 'result.json'));
    expect(result.task.title).toBe('中文.txt');
    expect(result.task.vocabSize).toBeGreaterThan(2500);
    for (const { evalLoss } of result.arms) expect(evalLoss.mean).toBeLessThan(result.task.uniformEntropy);
  });
});

it('BatchNorm in a decoder warns about the future it sees', async () => {
  await inFolder(async (folder) => {
    const { stdout } = await normlab(['compare', ...tiny, '--normalizer', 'batch', '--out', 'out'], { cwd: folder });
    expect(stdout).toMatch(/warning: BatchNorm .*future/);
    expect(readFileSync(join(folder, 'out', 'report.html'), 'utf8')).toMatch(/future/);
  });
});

it('other engines and the JSON on standard output', async () => {
  await inFolder(async (folder) => {
    for (const engine of ['ort-wasm', 'reference']) {
      const { code, stdout, stderr } = await normlab(['compare', ...tiny, '--engine', engine, '--json', '-', '--out', engine], {
        cwd: folder,
      });
      expect(code, stderr).toBe(0);
      expect(compareJsonSchema.parse(JSON.parse(stdout)).engine.id).toBe(engine);
    }
    expect(existsSync(join(folder, 'reference', 'report.html'))).toBe(true);
  });
});

it('a GPU engine without an adapter says so', async () => {
  await inFolder(async (folder) => {
    const { code, stderr } = await normlab(['compare', ...tiny, '--engine', 'ort-node-webgpu', '--out', 'out'], { cwd: folder });
    // With an adapter it trains; without one it is one sentence.
    if (code !== 0) {
      expect(code).toBe(1);
      expect(stderr).toMatch(/no WebGPU adapter/);
      expect(stderr).not.toMatch(/^\s+at /m);
    }
  });
});
