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
    const { status, text } = check(
      await kit(`${placement}-${dtype}`, placement, { steps: 3, neighbours: false }),
      '--model',
      example,
      '--dtype',
      dtype,
    );
    expect(text).toMatch(/ 0 failed/);
    expect(status).toBe(0);
  });
});

/** The example with some of its text changed, as a file of its own. */
function changed(name: string, changes: readonly (readonly [string, string])[]): string {
  const path = join(folder, `${name.replaceAll(' ', '-')}.py`);
  const wrong = changes.reduce(
    (source, [right, other]) => {
      expect(source).toContain(right);
      return source.replaceAll(right, other);
    },
    readFileSync(example, 'utf8'),
  );
  writeFileSync(path, wrong);
  return path;
}

const attention = 'x = x + self.attention(self.norm1(x))';
const mlp = 'return x + self.mlp(self.norm2(x))';
const afterAttention = 'x = self.norm1(x + self.attention(x))';
const afterMlp = 'return self.norm2(x + self.mlp(x))';

interface Mistake {
  readonly name: string;
  readonly placement: string;
  readonly changes: readonly (readonly [string, string])[];
  /** The first activation that deviates. */
  readonly first: string;
  /** What the numbers are said to fit; nothing where no one thing explains them. */
  readonly fits?: string;
}

/** What people get wrong, as changed lines of the example. */
const mistakes: readonly Mistake[] = [
  {
    name: 'the second norm used twice',
    placement: 'pre',
    changes: [['self.attention(self.norm1(x))', 'self.attention(self.norm2(x))']],
    first: 'layers.0.attn.branch_in',
  },
  {
    name: 'the residual taken behind the norm',
    placement: 'pre',
    changes: [[attention, 'x = self.norm1(x); x = x + self.attention(x)']],
    first: 'layers.0.ffn.branch_in',
  },
  { name: 'the mask forgotten', placement: 'pre', changes: [['.masked_fill(future, -math.inf)', '']], first: 'layers.0.attn.branch_out' },
  {
    name: 'the post-norm input normalized too',
    placement: 'post',
    changes: [['x + self.attention(x)', 'x + self.attention(self.norm1(x))']],
    first: 'layers.0.attn.branch_in',
  },
  {
    name: 'tanh-approximated GELU',
    placement: 'post',
    changes: [['nn.GELU()', 'nn.GELU(approximate="tanh")']],
    first: 'layers.0.ffn.branch_out',
  },
  {
    name: 'another epsilon',
    placement: 'pre',
    changes: [
      ['nn.LayerNorm(width)', 'nn.LayerNorm(width, eps=1e-6)'],
      ['nn.LayerNorm(m["dModel"])', 'nn.LayerNorm(m["dModel"], eps=1e-6)'],
    ],
    first: 'layers.0.attn.branch_in',
    fits: 'normalizer: layer:eps=0.000001',
  },
  {
    name: 'the order of post',
    placement: 'pre',
    changes: [
      [attention, afterAttention],
      [mlp, afterMlp],
    ],
    first: 'layers.0.attn.branch_in',
    fits: 'placement: post, finalNorm: true',
  },
  {
    name: 'the order of post in one block',
    placement: 'pre',
    changes: [
      [attention, `if self.last:\n                ${afterAttention}\n                ${afterMlp}\n            ${attention}`],
      ['self.pre = pre', 'self.pre, self.last = pre, False'],
      ['self.final =', 'self.blocks[-1].last = True\n        self.final ='],
    ],
    first: 'layers.1.attn.branch_in',
    fits: 'placement: post in layers.1',
  },
  {
    name: 'a norm forgotten in one place',
    placement: 'pre',
    changes: [
      [mlp, 'return x + self.mlp(x if self.last else self.norm2(x))'],
      ['self.pre = pre', 'self.pre, self.last = pre, False'],
      ['self.final =', 'self.blocks[-1].last = True\n        self.final ='],
    ],
    first: 'layers.1.ffn.branch_in',
    fits: 'placement: none in layers.1.ffn',
  },
  {
    name: 'no final norm',
    placement: 'pre',
    changes: [['self.head(self.final(x))', 'self.head(x)']],
    first: 'logits',
    fits: 'finalNorm: false',
  },
  {
    name: 'parallel instead of serial',
    placement: 'pre',
    changes: [
      [attention, 'y = x + self.attention(self.norm1(x))'],
      [mlp, 'return y + self.mlp(self.norm2(x))'],
    ],
    first: 'layers.0.ffn.branch_in',
    fits: 'placement: parallel-two',
  },
  {
    name: 'the identity of the block',
    placement: 'post',
    changes: [
      [afterAttention, `start = x; ${afterAttention}`],
      [afterMlp, 'return self.norm2(start + self.mlp(x))'],
    ],
    first: 'layers.0.ffn.stream_out',
    fits: 'placement: span',
  },
  { name: 'relu', placement: 'pre', changes: [['nn.GELU()', 'nn.ReLU()']], first: 'layers.0.ffn.branch_out', fits: 'activation: relu' },
];

test.each(mistakes)('$name ($placement) is found and named', async ({ name, placement, changes, first, fits }) => {
  const { status, text } = check(await kit(name.replaceAll(' ', '-'), placement), '--model', changed(name, changes));
  expect(text).toMatch(/FAIL/);
  expect(text).toContain(`first to deviate in the order the data passes: ${first}, by `);
  expect(text.match(/(?<=the numbers fit a model with ).*/g) ?? []).toEqual(fits === undefined ? [] : [fits]);
  expect(status).toBe(1);
});

test('an epsilon of no table is told by its size, and another order is not taken for one', async () => {
  const path = await kit('size', 'pre');
  const eps = changed('size', [
    ['nn.LayerNorm(width)', 'nn.LayerNorm(width, eps=2.5e-5)'],
    ['nn.LayerNorm(m["dModel"])', 'nn.LayerNorm(m["dModel"], eps=2.5e-5)'],
  ]);
  expect(check(path, '--model', eps).text).toContain('fit a model whose epsilon is about 2.5e-05');
  expect(check(path, '--model', changed('order', [[attention, afterAttention]])).text).not.toContain('epsilon');
});

test('without activations: differences by depth, what they fit, and how to give some', async () => {
  const model = changed('untapped', [
    ['def taps(', 'def unused('],
    [attention, afterAttention],
    [mlp, afterMlp],
  ]);
  const { text } = check(await kit('untapped', 'pre'), '--model', model);
  expect(text).toMatch(/layers\.1\.ffn +- +\d\.\de[+-]\d+/);
  expect(text).toContain('fit a model with placement: post, finalNorm: true');
  expect(text).toContain('give activations');
});

test('a fault of the backward pass alone is told from the end', async () => {
  const model = changed('backward', [[mlp, 'return x.detach() + self.mlp(self.norm2(x))']]);
  const { status, text } = check(await kit('backward', 'pre', { neighbours: false }), '--model', model);
  expect(text).toContain('the loss agrees and gradients do not: the backward pass deviates from layers.1.attn.out.bias down');
  expect(status).toBe(1);
});

test('activations may be recorded by hand, and a wrong name is told', async () => {
  const path = await kit('recorded', 'pre', { neighbours: false });
  const record = (key: string) =>
    changed(`recorded ${key}`, [
      ['def taps(', 'def unused('],
      ['def forward(self, tokens)', 'def forward(self, tokens, record)'],
      ['x = block(x)', 'x = block(x)[:, :, [1, 0, 2, 3, 4, 5, 6, 7]] if block is self.blocks[-1] else block(x)'],
      ['return self.head(self.final(x))', `record("${key}", x)\n        return self.head(self.final(x))`],
    ]);
  expect(check(path, '--model', record('final.in')).text).toContain('first to deviate in the order the data passes: final.in, by ');
  expect(check(path, '--model', record('finall.in'))).toMatchObject({ status: 1, text: expect.stringContaining('did you mean final.in?') });
  const nowhere = changed('nowhere', [['"head"}', '"heads"}']]);
  expect(check(path, '--model', nowhere)).toMatchObject({
    status: 1,
    text: expect.stringContaining('no module heads, where logits should be'),
  });
});

test('a kit of an older version, without activations and neighbours, is checked as before', async () => {
  const path = await kit('older', 'pre', { neighbours: false });
  rmSync(join(path, 'activations.safetensors'));
  expect(check(path, '--model', example)).toMatchObject({ status: 0, text: expect.stringMatching(/ 0 failed/) });
  const { status, text } = check(path, '--model', changed('older', [[attention, afterAttention]]));
  expect(text).toMatch(/layers\.1\.ffn +- +\d/);
  expect(status).toBe(1);
});

test('a module without a final norm is told so, and its extra parameters are', async () => {
  const model = join(folder, 'extra.py');
  writeFileSync(model, readFileSync(example, 'utf8').replace('if pre else nn.Identity()', ''));
  const { status, text } = check(await kit('extra', 'post', { neighbours: false }), '--model', model);
  expect(text).toMatch(/final.weight/);
  expect(status).toBe(1);
});

test('a kit alone is checked against the optimizer of PyTorch', async () => {
  for (const optimizer of ['adamw', 'adam', 'radam', 'sgd']) {
    const path = await kit(`alone-${optimizer}`, 'keel', { optimizer, neighbours: false });
    expect(check(path)).toMatchObject({ status: 0 });
  }
});
