/** Our own checkpoints, and the gains of norms in the number formats that checkpoints have. */
import { describe, expect, it } from 'vitest';
import { modelFor } from '../../../src/explain/model.ts';
import { NodeTable } from '../../../src/graph/graph.ts';
import { ops } from '../../../src/graph/op/index.ts';
import { inspect } from '../../../src/inspect/inspect.ts';
import { placements } from '../../../src/model/placement/index.ts';
import { buildTransformer } from '../../../src/model/transformer.ts';
import { file, safetensors, source } from './made.ts';

const depth = 4;

/** The tensors a trained model of this placement leaves, shapes aside. */
const shapesOf = (id: string, architecture: string, more: object = {}) => {
  const config = { ...modelFor({ id }, { depth, width: 8, heads: 2, architecture, normalizer: { id: 'rms' } }), ...more };
  const { parameters } = buildTransformer(new NodeTable(ops), config, { batchSize: 2, train: false }).scope;
  return Object.fromEntries([...parameters].map(([key, { spec }]) => [key, spec.shape]));
};

const members = placements.members.filter(({ id }) => id !== 'custom');

describe('every placement is among those that its names allow', () => {
  it.each(members.map(({ id }) => id))('%s', async (id) => {
    const { stacks } = await inspect([safetensors(shapesOf(id, 'decoder'), 'final.safetensors')]);
    expect(stacks).toHaveLength(1);
    const candidates = stacks[0]?.candidates.map(({ placement }) => placement) ?? [];
    expect(candidates).toContain(id);
    expect(stacks[0]?.placement).toBe(candidates.length === 1 ? id : null);
  });
});

it('tells an encoder-decoder’s stacks', async () => {
  const { stacks } = await inspect([safetensors(shapesOf('sandwich', 'encoder-decoder'))]);
  expect(stacks.map(({ prefix, placement, nLayers }) => [prefix, placement, nLayers])).toEqual(
    expect.arrayContaining([
      ['encoder.layers', 'sandwich', depth],
      ['decoder.layers', 'sandwich', depth],
    ]),
  );
});

it('names that differ in which placements can be told apart', async () => {
  const of = async (id: string) =>
    (await inspect([safetensors(shapesOf(id, 'decoder'))])).stacks[0]?.candidates.map(({ placement }) => placement);
  expect(await of('sandwich')).toEqual(['sandwich']);
  expect(await of('peri')).toEqual(['peri']);
  // Factors that are no parameters leave no names.
  expect(await of('pre')).toEqual(expect.arrayContaining(['pre', 'lns']));
  expect(await of('post')).toEqual(expect.arrayContaining(['post', 'deepnorm']));
  expect(await of('post')).not.toContain('pre');
  // Learned factors do.
  for (const id of ['gpas', 'layerscale', 'rezero', 'normformer', 'ngpt']) expect(await of(id), id).toEqual([id]);
  expect(await of('pre')).not.toContain('gpas');
});

it('options that add norms or take them away leave the placement to be read', async () => {
  const of = async (id: string, more: object) =>
    (await inspect([safetensors(shapesOf(id, 'decoder', more))])).stacks[0]?.candidates.map(({ placement }) => placement);
  const qk = { attentionNorm: { id: 'qk' } };
  expect(await of('pre', qk)).toContain('pre');
  expect(await of('layerscale', qk)).toEqual(['layerscale']);
  // ResiDual has a final norm by itself, and Post-Norm by an option.
  expect(await of('residual-dual', {})).toEqual(expect.arrayContaining(['residual-dual', 'post']));
});

it('a file of another hand is not ours because a tensor is called attn.qkv', async () => {
  const names = ['norm1', 'norm2', 'attn.qkv', 'attn.out', 'mlp.fc1', 'mlp.fc2'].map((name) => `layers.0.${name}.weight`);
  const shapes = Object.fromEntries([...names, 'norm.weight', 'token_embedding.weight'].map((name) => [name, [2]]));
  const { stacks } = await inspect([safetensors(shapes)]);
  expect(stacks.map(({ placement }) => placement)).toEqual(['pre']);
  expect(JSON.stringify(stacks)).not.toMatch(/ownRun|Normlab/);
});

/** Bit patterns and what they are, by IEEE 754 and bfloat16. */
const formats = {
  F32: { bytes: 4, bits: [0x3f800000, 0xc0200000, 0x40400000], values: [1, -2.5, 3] },
  F16: { bytes: 2, bits: [0x3c00, 0xc100, 0x4200], values: [1, -2.5, 3] },
  BF16: { bytes: 2, bits: [0x3f80, 0xc020, 0x4040], values: [1, -2.5, 3] },
} as const;

describe('gains', () => {
  it.each(Object.entries(formats))('as %s', async (dtype, { bytes, bits, values }) => {
    const size = bits.length * bytes;
    const header = {
      'h.0.ln_1.weight': { dtype, shape: [3], data_offsets: [0, size] },
      'h.0.attn.c.weight': { dtype, shape: [0], data_offsets: [size, size] },
    };
    const whole = file(JSON.stringify(header), size);
    const view = new DataView(whole.buffer, whole.length - size);
    bits.forEach((pattern, i) => {
      if (bytes === 4) view.setUint32(4 * i, pattern, true);
      else view.setUint16(2 * i, pattern, true);
    });
    const { stacks } = await inspect([source('model.safetensors', whole)]);
    const mean = (values as readonly number[]).reduce((a, b) => a + b, 0) / values.length;
    expect(stacks[0]?.gains).toEqual([{ norm: 'ln_1', byLayer: [{ min: -2.5, mean, max: 3 }] }]);
  });

  it('NaN and infinity stay what they are', async () => {
    const whole = file(
      JSON.stringify({
        'h.0.ln_1.weight': { dtype: 'F16', shape: [2], data_offsets: [0, 4] },
        'h.0.attn.c.weight': { dtype: 'F16', shape: [0], data_offsets: [4, 4] },
      }),
      4,
    );
    new DataView(whole.buffer, whole.length - 4).setUint16(0, 0x7e00, true);
    new DataView(whole.buffer, whole.length - 4).setUint16(2, 0x7c00, true);
    const { stacks } = await inspect([source('model.safetensors', whole)]);
    expect(stacks[0]?.gains[0]?.byLayer[0]).toEqual({ min: Number.NaN, mean: Number.NaN, max: Number.NaN });
  });
});
