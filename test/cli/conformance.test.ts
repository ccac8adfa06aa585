/** Kits from the command line: what is said of one whose numbers are those of another model. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { normlab } from './normlab.ts';

const cwd = mkdtempSync(join(tmpdir(), 'normlab-conformance-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

beforeAll(async () => {
  await normlab(['conformance', 'export', 'kit', '--placement', 'post', '--depth', '1'], { cwd });
  const file = join(cwd, 'kit', 'spec.json');
  const spec = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...spec, model: { ...spec.model, placement: { id: 'span' } } }));
});

test.each([
  [
    'en',
    /layers\.0\.ffn\.identity, by 7\.\de-1; layers\.0\.ffn\.branch_out before it agrees\nthe numbers fit a model with placement: span/,
  ],
  [
    'zh',
    /最先偏离的是 layers\.0\.ffn\.identity，误差 7\.\de-1；它之前的 layers\.0\.ffn\.branch_out 一致\n这些数值符合改为 placement: span 的模型/,
  ],
])('a wrong model is named, with the first activation that deviates, by depth (%s)', async (lang, said) => {
  const { code, stdout: out } = await normlab(['conformance', 'check', 'kit', '--lang', lang], { cwd });
  expect(code).toBe(1);
  expect(out).toMatch(said);
  expect(out).toMatch(/layers\.0\.attn +│ 0\.0e\+0 +│ \d/);
});
