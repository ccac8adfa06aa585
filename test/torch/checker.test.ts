/** The checker that a kit carries, as others use it: on their own module. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { exportKit } from '../../src/conformance/api.node.ts';
import { reference } from '../../src/engine/reference.ts';
import type { RunInput } from '../../src/spec/schema.ts';

const folder = mkdtempSync(join(tmpdir(), 'normlab-checker-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const example = 'examples/conformance_model.py';

async function kit(name: string, placement: string, options: object = {}): Promise<string> {
  const path = join(folder, name);
  await exportKit(path, await reference.open({ threads: 1 }), { model: { placement } as Partial<RunInput['model']>, ...options });
  return path;
}

function check(path: string, ...args: string[]): { status: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync('node', ['scripts/torch.mjs', join(path, 'check.py'), ...args], { encoding: 'utf8' });
  return { status, text: `${stdout}${stderr}` };
}

describe.each(['pre', 'post'])('a %s module written in plain PyTorch', (placement) => {
  test.each(['float64', 'float32'])('agrees in %s after three steps', async (dtype) => {
    const { status, text } = check(await kit(`${placement}-${dtype}`, placement, { steps: 3 }), '--model', example, '--dtype', dtype);
    expect(text).toMatch(/ 0 failed/);
    expect(status).toBe(0);
  });
});

/** What people get wrong, as one changed line of the example. */
const mistakes: readonly (readonly [string, string, string, string])[] = [
  ['the second norm used twice', 'pre', 'self.attention(self.norm1(x))', 'self.attention(self.norm2(x))'],
  ['the residual taken behind the norm', 'pre', 'x = x + self.attention(self.norm1(x))', 'x = self.norm1(x); x = x + self.attention(x)'],
  ['the mask forgotten', 'pre', '.masked_fill(future, -math.inf)', ''],
  ['the post-norm input normalized too', 'post', 'x + self.attention(x)', 'x + self.attention(self.norm1(x))'],
  ['tanh-approximated GELU', 'post', 'nn.GELU()', 'nn.GELU(approximate="tanh")'],
];

test.each(mistakes)('%s (%s) is found', async (name, placement, right, wrong) => {
  const model = join(folder, 'wrong.py');
  const source = readFileSync(example, 'utf8');
  expect(source).toContain(right);
  writeFileSync(model, source.replace(right, wrong));
  const { status, text } = check(await kit(name.replaceAll(' ', '-'), placement), '--model', model);
  expect(text).toMatch(/FAIL/);
  expect(status).toBe(1);
});

test('a module without a final norm is told so, and its extra parameters are', async () => {
  const model = join(folder, 'extra.py');
  writeFileSync(model, readFileSync(example, 'utf8').replace('if pre else nn.Identity()', ''));
  const { status, text } = check(await kit('extra', 'post'), '--model', model);
  expect(text).toMatch(/final.weight/);
  expect(status).toBe(1);
});

test('a kit alone is checked against the optimizer of PyTorch', async () => {
  for (const optimizer of ['adamw', 'adam', 'radam', 'sgd']) {
    const path = await kit(`alone-${optimizer}`, 'keel', { optimizer });
    expect(check(path)).toMatchObject({ status: 0 });
  }
});
