/** Gains: those that lie where another normalizer's begin are named, and the norm behind the last block is among them. */
import { describe, expect, it } from 'vitest';
import { inspect } from '../../../src/inspect/inspect.ts';
import { config, file, source } from './made.ts';

const norms = ['model.layers.0.input_layernorm', 'model.layers.0.post_attention_layernorm', 'model.norm'];
const matrices = ['model.layers.0.self_attn.q_proj', 'model.layers.0.mlp.up_proj'];

/** Every gain of two numbers, `around` on average, and matrices without any. */
function model(around: number) {
  const header = Object.fromEntries([
    ...norms.map((name, i) => [`${name}.weight`, { dtype: 'F32', shape: [2], data_offsets: [8 * i, 8 * i + 8] }]),
    ...matrices.map((name) => [`${name}.weight`, { dtype: 'F32', shape: [0], data_offsets: [24, 24] }]),
  ]);
  const bytes = file(JSON.stringify(header), 24);
  const view = new DataView(bytes.buffer, bytes.length - 24);
  for (let i = 0; i < 6; i++) view.setFloat32(4 * i, around + (i % 2 ? 0.125 : -0.125), true);
  return source('model.safetensors', bytes);
}

const noteOf = async (type: string, around: number) => {
  const { stacks } = await inspect([config({ model_type: type, num_hidden_layers: 1, rms_norm_eps: 1e-6 }), model(around)]);
  return stacks[0]?.caveats.find(({ key }) => key === 'inspect.caveat.gains')?.values;
};

describe('gains that lie where another normalizer’s begin', () => {
  it('around 1 in a family that stores the difference from 1', async () => {
    expect(await noteOf('qwen3_next', 1)).toEqual({ mean: '1.00', expected: 0, other: 1 });
    expect(await noteOf('qwen3_next', 0)).toBeUndefined();
  });

  it('around 0 in one that stores them whole', async () => {
    expect(await noteOf('llama', 0)).toEqual({ mean: '0.00', expected: 1, other: 0 });
    expect(await noteOf('llama', 1)).toBeUndefined();
    // Trained gains of real models lie anywhere between, and beyond.
    expect(await noteOf('llama', 0.5)).toBeUndefined();
    expect(await noteOf('qwen3_next', 3)).toBeUndefined();
  });
});

it('the norm behind the last block is read as well', async () => {
  const { stacks } = await inspect([model(2)]);
  expect(stacks[0]).toMatchObject({ finalNorm: 'model.norm', finalGain: { min: 1.875, mean: 2, max: 2.125 } });
  expect(stacks[0]?.gains.map(({ norm }) => norm)).toEqual(['input_layernorm', 'post_attention_layernorm']);
});

const without = async (type: string) => (await inspect([config({ model_type: type, rms_norm_eps: 1e-6 }), model(1)])).stacks[0]?.normalizer;

it('fields of a configuration say which normalizer it is', async () => {
  const said = async (more: Readonly<Record<string, unknown>>) =>
    (await inspect([config({ model_type: 'unheard_of', ...more }), model(1)])).stacks[0]?.normalizer;
  expect(await said({ normalization: 'RMSNorm' })).toBe('rms');
  expect(await said({ use_rmsnorm: false })).toBe('layer-no-bias');
  expect(await said({ normalization: 'RMSNorm', layernorm_zero_centered_gamma: true })).toBe('rms-1p');
  expect(await without('gpt2')).toBe('layer-no-bias');
});
