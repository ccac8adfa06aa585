/** Conformance kits: what is written comes back exactly, and whatever is damaged is found. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { answer } from '../../../src/conformance/answer.ts';
import { checkKit, exportKit } from '../../../src/conformance/api.node.ts';
import { differences } from '../../../src/conformance/compare.ts';
import { readKit, writeKit } from '../../../src/conformance/folder.node.ts';
import { question } from '../../../src/conformance/question.ts';
import { type KitInput, kitSpec, readKitSpec } from '../../../src/conformance/spec.ts';
import type { KitAnswer, KitTensor } from '../../../src/conformance/types.ts';
import { UserError } from '../../../src/core/errors.ts';
import { ortNode } from '../../../src/engine/ort-node.node.ts';
import { reference } from '../../../src/engine/reference.ts';
import { toSafetensors } from '../../../src/store/safetensors.ts';
import { fromSafetensors } from '../../../src/store/safetensors-read.ts';

const folder = mkdtempSync(join(tmpdir(), 'normlab-kit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const engine = await reference.open({ threads: 1 });

let count = 0;
const written = new Map<string, string>();
/** A fresh kit in a folder of its own; one of the same input is computed once. */
async function kit(input: KitInput = { model: { placement: 'post' }, steps: 2 }): Promise<string> {
  const [path, key] = [join(folder, `kit-${count++}`), JSON.stringify(input)];
  const source = written.get(key) ?? join(folder, `source-${count}`);
  if (!written.has(key)) await exportKit(source, engine, { ...input, neighbours: false });
  written.set(key, source);
  cpSync(source, path, { recursive: true });
  return path;
}

const read = (path: string, name: string) => fromSafetensors(readFileSync(join(path, name)), name);
const write = (path: string, name: string, tensors: Iterable<KitTensor>) =>
  writeFileSync(join(path, name), toSafetensors([...tensors] as Parameters<typeof toSafetensors>[0], {}));
/** Changes one tensor file. */
const edit = (path: string, name: string, change: (tensors: Map<string, KitTensor>) => void): void => {
  const tensors = new Map(read(path, name)) as Map<string, KitTensor>;
  change(tensors);
  write(path, name, tensors.values());
};
const editSpec = (path: string, change: (spec: Record<string, never>) => void): void => {
  const spec = JSON.parse(readFileSync(join(path, 'spec.json'), 'utf8'));
  change(spec);
  writeFileSync(join(path, 'spec.json'), JSON.stringify(spec));
};

async function refused(path: string): Promise<UserError> {
  const error = await checkKit(path, engine, 1e-9).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
}

const models: readonly (readonly [string, KitInput])[] = [
  ['post', { model: { placement: 'post' }, steps: 2 }],
  ['batch norm, SGD', { model: { placement: 'pre', normalizer: 'batch' }, steps: 2, optimizer: { id: 'sgd', lr: 0.1 } }],
  ['PowerNorm', { model: { placement: 'pre', normalizer: { id: 'power', warmupSteps: 1 } }, steps: 2 }],
  ['ramps', { model: { placement: { id: 'prores', rampSteps: 2 } }, steps: 3 }],
  ['nGPT', { model: { placement: 'ngpt' }, steps: 2 }],
  ['two stacks', { model: { placement: 'deepnorm', architecture: 'encoder-decoder', nEncoderLayers: 3 }, steps: 1 }],
  [
    'patches',
    { model: { placement: 'pre', architecture: 'encoder' }, shape: { vocabSize: 0, patchSize: 5, classes: 3, readout: 'sequence' } },
  ],
  ['rules', { model: { placement: { id: 'custom', rules: [{ input: true, branchScale: 'learn(0.5, feature)/layer' }] } } }],
  ['a recipe', { model: { preset: 'llama', nHeads: 2, dModel: 8 } }],
];

describe.each(models)('%s', (name, input) => {
  it('comes back from its folder exactly, and is answered exactly', async () => {
    const path = await kit(input);
    const asked = question(kitSpec(input), 1);
    const given = await answer(engine, asked);
    const { question: readQuestion, answer: readAnswer } = readKit(path);
    expect(readQuestion.spec).toEqual(asked.spec);
    expect(readQuestion.parameters).toEqual(asked.parameters);
    expect(readQuestion.inputs).toEqual(asked.inputs);
    expect(readAnswer).toEqual(given);
    expect(await answer(engine, readQuestion)).toEqual(given);
    const { passed, differences: found } = await checkKit(path, engine, 0);
    expect([passed, found[0]?.error]).toEqual([true, 0]);
  });

  // Adam magnifies the rounding of small gradients, and biases before a batch norm have none but rounding: those are float32's own.
  it('is answered by ONNX Runtime to a ten-thousandth before any step', async () => {
    const asked = question(kitSpec(input), 1);
    const found = differences(await answer(await ortNode.open({ threads: 1 }), asked), await answer(engine, asked));
    const first = found.filter(
      ({ what }) => what === 'loss' || (what.startsWith('gradients/') && !(what.endsWith('.bias') && name.startsWith('batch'))),
    );
    expect(first[0]?.error, first[0]?.what).toBeLessThan(1e-4);
  });
});

it('asks with numbers that are all different, matrices as the others', () => {
  const { parameters } = question(kitSpec({ model: { placement: 'sandwich' } }), 1);
  const all = parameters.flatMap(({ data }) => Array.from(data));
  expect(new Set(all).size).toBe(all.length);
  expect(question(kitSpec({ model: { placement: 'sandwich' } }), 2).parameters[0]?.data).not.toEqual(parameters[0]?.data);
});

it('writes spec.json last: an export that was cut off is no kit', async () => {
  const path = await kit();
  rmSync(join(path, 'spec.json'));
  expect((await refused(path)).message).toMatch(/spec\.json.*ENOENT/);
});

it('of an older version, without activations and neighbours, is checked for all that it has', async () => {
  const path = await kit();
  rmSync(join(path, 'activations.safetensors'));
  const { passed, first, byDepth, fits } = await checkKit(path, engine, 1e-9);
  expect([passed, first, fits]).toEqual([true, undefined, []]);
  expect(byDepth.map(({ place }) => place)).toEqual(['embed', 'layers.0.attn', 'layers.0.ffn', 'layers.1.attn', 'layers.1.ffn', 'head']);
});

describe('damage is found', () => {
  it.each(['params', 'inputs', 'activations', 'gradients', 'after'])('a truncated %s.safetensors', async (name) => {
    const path = await kit();
    const file = join(path, `${name}.safetensors`);
    truncateSync(file, readFileSync(file).length - 8);
    expect((await refused(path)).message).toContain(`${name}.safetensors`);
  });

  it.each(['params', 'inputs', 'gradients', 'after'])('no %s.safetensors', async (name) => {
    const path = await kit();
    rmSync(join(path, `${name}.safetensors`));
    expect((await refused(path)).message).toMatch(new RegExp(`${name}\\.safetensors.*ENOENT`));
  });

  it.each([
    ['{', 'no JSON'],
    ['[]', 'format'],
    ['null', 'no JSON'],
    ['7', 'no JSON'],
    ['{"format": 2}', '2'],
    ['{"format": 1}', ''],
    ['{"format": 1, "model": {"placement": {"id": "posst"}}}', 'posst'],
  ])('a spec.json of %s', async (text, words) => {
    const path = await kit();
    writeFileSync(join(path, 'spec.json'), text);
    expect((await refused(path)).message).toContain(words);
  });

  it('an outputs.json of other numbers, or none', async () => {
    for (const [text, what] of [
      ['{"loss": 1, "losses": [1, 1], "gradientNorms": [1, 1], "evalLoss": 1}', 'loss'],
      ['{}', 'loss'],
      ['{"loss": "NaN"}', 'loss'],
    ] as const) {
      const path = await kit();
      writeFileSync(join(path, 'outputs.json'), text);
      const { passed, differences: found } = await checkKit(path, engine, 1e-4);
      expect(passed).toBe(false);
      expect(found[0]?.what.toLowerCase()).toContain(what);
    }
  });

  it.each([
    ['gradients', 'layers.1.ffn.exit_norm.weight'],
    ['after', 'layers.0.attn.qkv.weight'],
  ])('a NaN in %s', async (name, key) => {
    const path = await kit();
    edit(path, `${name}.safetensors`, (tensors) => {
      (tensors.get(key) as KitTensor & { data: Float64Array }).data[1] = Number.NaN;
    });
    const { passed, differences: found } = await checkKit(path, engine, 1e-4);
    expect(passed).toBe(false);
    expect(found[0]).toEqual({ what: `${name}/${key}`, error: Number.POSITIVE_INFINITY });
  });

  it('a NaN among the parameters: every number it reaches', async () => {
    const path = await kit();
    edit(path, 'params.safetensors', (tensors) => {
      (tensors.get('head.weight') as KitTensor & { data: Float64Array }).data[0] = Number.NaN;
    });
    expect((await checkKit(path, engine, 1e-4)).passed).toBe(false);
  });

  it.each(['gradients', 'after'])('a tensor that %s lacks, or has too many', async (name) => {
    const [less, more] = [await kit(), await kit()];
    edit(less, `${name}.safetensors`, (tensors) => tensors.delete('head.weight'));
    edit(more, `${name}.safetensors`, (tensors) => tensors.set('stray', { key: 'stray', shape: [1], data: Float64Array.of(1) }));
    for (const [path, key] of [
      [less, 'head.weight'],
      [more, 'stray'],
    ] as const) {
      const { passed, differences: found } = await checkKit(path, engine, 1e-4);
      expect(passed).toBe(false);
      expect(found[0]?.what).toBe(`${name}/${key}`);
    }
  });

  it('two tensors of one shape that changed places', async () => {
    for (const name of ['params', 'gradients', 'after']) {
      const path = await kit();
      edit(path, `${name}.safetensors`, (tensors) => {
        const [a, b] = ['layers.0.attn.exit_norm.weight', 'layers.0.ffn.exit_norm.weight'];
        const [one, other] = [tensors.get(a), tensors.get(b)] as [KitTensor, KitTensor];
        tensors.set(a, { ...one, data: other.data }).set(b, { ...other, data: one.data });
      });
      expect((await checkKit(path, engine, 1e-4)).passed, name).toBe(false);
    }
  });

  it('a gradient of another shape', async () => {
    const path = await kit();
    edit(path, 'gradients.safetensors', (tensors) => {
      const found = tensors.get('layers.0.ffn.fc1.weight') as KitTensor;
      tensors.set(found.key, { ...found, shape: [...found.shape].reverse() });
    });
    const { passed, differences: found } = await checkKit(path, engine, 1e-4);
    expect([passed, found[0]?.what]).toEqual([false, 'gradients/layers.0.ffn.fc1.weight']);
  });

  it.each([
    ['a parameter that is missing', (tensors: Map<string, KitTensor>) => void tensors.delete('layers.0.ffn.fc1.weight')],
    [
      'a parameter of another shape',
      (tensors: Map<string, KitTensor>) => {
        const found = tensors.get('layers.0.ffn.fc1.weight') as KitTensor;
        tensors.set(found.key, { ...found, shape: [...found.shape].reverse() });
      },
    ],
    [
      'a parameter too many',
      (tensors: Map<string, KitTensor>) =>
        void tensors.set('final_norm.weight', { key: 'final_norm.weight', shape: [8], data: new Float64Array(8) }),
    ],
  ])('%s', async (_name, change) => {
    const path = await kit();
    edit(path, 'params.safetensors', change);
    expect((await refused(path)).message).toMatch(/params|fc1\.weight|final_norm\.weight/);
  });

  it.each([
    ['step.0.tokens', 'missing'],
    ['step.1.targets', 'missing'],
    ['step.0.weights', 'shape'],
  ] as const)('an input %s: %s', async (key, how) => {
    const path = await kit();
    edit(path, 'inputs.safetensors', (tensors) => {
      const found = tensors.get(key) as KitTensor;
      if (how === 'missing') tensors.delete(key);
      else tensors.set(key, { ...found, shape: [found.data.length] });
    });
    expect((await refused(path)).message).toContain(key);
  });

  it.each([
    [
      'another placement with the same parameters',
      (model: Record<string, unknown>) => Object.assign(model, { placement: { id: 'deepnorm' } }),
    ],
    ['another placement with others', (model: Record<string, unknown>) => Object.assign(model, { placement: { id: 'pre' } })],
    ['another normalizer', (model: Record<string, unknown>) => Object.assign(model, { normalizer: { id: 'cogview' } })],
    ['another epsilon', (model: Record<string, unknown>) => Object.assign(model, { normalizer: { id: 'layer', eps: 0.1 } })],
    ['more blocks', (model: Record<string, unknown>) => Object.assign(model, { nLayers: 3 })],
    ['a final norm', (model: Record<string, unknown>) => Object.assign(model, { finalNorm: true })],
    ['another activation', (model: Record<string, unknown>) => Object.assign(model, { activation: 'relu' })],
  ])('a spec edited to %s', async (_name, change) => {
    const path = await kit();
    editSpec(path, ({ model }) => change(model));
    const result = await checkKit(path, engine, 1e-6).catch((error: unknown) => error);
    if (result instanceof UserError) expect(result.message).toMatch(/params|norm|layers/);
    else expect((result as Awaited<ReturnType<typeof checkKit>>).passed).toBe(false);
    expect(result).not.toBeInstanceOf(TypeError);
  });
});

describe('differences', () => {
  const one = (loss: number, data: readonly number[] = [1]): KitAnswer => ({
    outputs: { loss, losses: [loss], gradientNorms: [1], evalLoss: 1 },
    activations: [],
    gradients: [{ key: 'w', shape: [data.length], data: Float64Array.from(data) }],
    after: [{ key: 'w', shape: [data.length], data: Float64Array.from(data) }],
  });

  it('are sorted, the largest first, relative to the largest number of a tensor', () => {
    const found = differences(one(1, [10, 1]), one(1.5, [10, 2]));
    expect(found.map(({ error }) => error)).toEqual([...found.map(({ error }) => error)].sort((a, b) => b - a));
    expect(found[0]?.what).toMatch(/^loss/);
    expect(found.find(({ what }) => what === 'gradients/w')?.error).toBeCloseTo(0.1, 12);
  });

  it('of tensors of small numbers are relative to them, below a ten-thousandth to that', () => {
    const errorOf = (a: number, b: number) => differences(one(1, [a]), one(1, [b])).find(({ what }) => what === 'gradients/w')?.error;
    expect(errorOf(0.0011, 0.001)).toBeCloseTo(0.1, 12);
    expect(errorOf(2e-6, 1e-6)).toBeCloseTo(0.01, 12);
  });

  it('of infinite or missing numbers are infinite, whichever side has them', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(differences(one(bad), one(1))[0]?.error).toBe(Number.POSITIVE_INFINITY);
      expect(differences(one(1), one(bad))[0]?.error).toBe(Number.POSITIVE_INFINITY);
      expect(differences(one(bad), one(bad))[0]?.error).toBe(Number.POSITIVE_INFINITY);
    }
    expect(differences(one(1, [1, 2]), one(1, [1]))[0]?.error).toBe(Number.POSITIVE_INFINITY);
  });

  it('leave out of `after` only what has rounding for a gradient', () => {
    const [ours, theirs] = [one(1, [0, 1]), one(1, [0, 1])];
    const rounding = { ...theirs, gradients: [{ key: 'w', shape: [2], data: Float64Array.of(1e-14, 1) }] };
    const moved = { ...ours, after: [{ key: 'w', shape: [2], data: Float64Array.of(0.5, 1) }] };
    const errorOf = (a: KitAnswer, b: KitAnswer) => differences(a, b).find(({ what }) => what === 'after/w')?.error;
    expect(errorOf(moved, rounding)).toBe(0);
    expect(errorOf(moved, theirs)).toBe(0.5);
  });
});

describe('the spec of a kit', () => {
  it('is checked like one that was typed', () => {
    expect(() => kitSpec({ model: { placement: 'posst' } as never })).toThrow(UserError);
    expect(() => kitSpec({ model: { placement: 'pre' }, shape: { vocabSize: 0, patchSize: 0 } })).toThrow('tokens or patches');
    expect(() => kitSpec({ model: { placement: 'pre' }, shape: { classes: 0 } })).toThrow('classes');
    expect(() => kitSpec({ model: { placement: 'siamese', architecture: 'encoder-decoder' } })).toThrow('siamese');
    for (const bad of [null, 7, 'kit', [], {}]) expect(() => readKitSpec(bad)).toThrow(UserError);
  });

  it('of a folder is the one that was written', async () => {
    for (const [, input] of models) {
      const spec = kitSpec(input);
      expect(readKitSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
    }
  });
});

it('a kit is files that others can read, and nothing else', async () => {
  const path = await kit();
  expect(readdirSync(path).sort()).toEqual([
    'activations.safetensors',
    'after.safetensors',
    'check.py',
    'gradients.safetensors',
    'inputs.safetensors',
    'outputs.json',
    'params.safetensors',
    'spec.json',
  ]);
  const asked = question(kitSpec({ model: { placement: 'post' } }), 1);
  writeKit(path, asked, await answer(engine, asked));
  expect((await checkKit(path, engine, 0)).passed).toBe(true);
});
