/** Formats beside safetensors, written here by hand from their descriptions: GGUF, NumPy's, pickles, and runs of our own. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { inspect } from '../../../src/inspect/inspect.ts';
import type { ByteSource } from '../../../src/inspect/types.ts';
import { concat, f32, gguf, npy, text, u32, u64, zip } from './binary.ts';
import { blocks, json, type Shapes, safetensors, source } from './made.ts';

const width = 4;
const depth = 2;
const norm = (bias: boolean, ...names: string[]): Shapes =>
  Object.fromEntries(names.flatMap((name) => [[`blk.{i}.${name}.weight`, [width]], ...(bias ? [[`blk.{i}.${name}.bias`, [width]]] : [])]));
const matrix = (...names: string[]): Shapes => Object.fromEntries(names.map((name) => [`blk.{i}.${name}.weight`, [8, width]]));
const rms = { 'attention.layer_norm_rms_epsilon': 1e-6 };
const layer = { 'attention.layer_norm_epsilon': 1e-5 };

interface Row {
  readonly architecture: string;
  readonly keys: Readonly<Record<string, number | boolean>>;
  readonly block: Shapes;
  readonly frame?: readonly string[];
  readonly placement: string;
  readonly normalizer: string;
  readonly attentionNorm?: string;
}

const split = ['attn_q', 'attn_k', 'attn_v', 'attn_output', 'ffn_up', 'ffn_down'];
const rows: readonly Row[] = [
  {
    architecture: 'llama',
    keys: rms,
    block: { ...norm(false, 'attn_norm', 'ffn_norm'), ...matrix(...split) },
    placement: 'pre',
    normalizer: 'rms',
  },
  {
    architecture: 'gemma2',
    keys: rms,
    block: { ...norm(false, 'attn_norm', 'post_attention_norm', 'ffn_norm', 'post_ffw_norm'), ...matrix(...split) },
    placement: 'sandwich',
    normalizer: 'rms',
  },
  {
    architecture: 'gemma3',
    keys: rms,
    block: {
      ...norm(false, 'attn_norm', 'post_attention_norm', 'ffn_norm', 'post_ffw_norm', 'attn_q_norm', 'attn_k_norm'),
      ...matrix(...split),
    },
    placement: 'sandwich',
    normalizer: 'rms',
    attentionNorm: 'qk',
  },
  {
    architecture: 'olmo2',
    keys: rms,
    block: {
      ...norm(false, 'post_attention_norm', 'post_ffw_norm'),
      'blk.{i}.attn_q_norm.weight': [8],
      'blk.{i}.attn_k_norm.weight': [8],
      ...matrix(...split),
    },
    placement: 'branch-out',
    normalizer: 'rms',
    attentionNorm: 'qk-across-heads',
  },
  {
    architecture: 'gpt2',
    keys: layer,
    block: { ...norm(true, 'attn_norm', 'ffn_norm'), ...matrix('attn_qkv', 'attn_output', 'ffn_up', 'ffn_down') },
    placement: 'pre',
    normalizer: 'layer',
  },
  {
    architecture: 'gptneox',
    keys: { ...layer, use_parallel_residual: true },
    block: { ...norm(true, 'attn_norm', 'ffn_norm'), ...matrix('attn_qkv', 'attn_output', 'ffn_up', 'ffn_down') },
    placement: 'parallel-two',
    normalizer: 'layer',
  },
  {
    architecture: 'gptneox',
    keys: { ...layer, use_parallel_residual: false },
    block: { ...norm(true, 'attn_norm', 'ffn_norm'), ...matrix('attn_qkv', 'attn_output', 'ffn_up', 'ffn_down') },
    placement: 'pre',
    normalizer: 'layer',
  },
  {
    architecture: 'bert',
    keys: layer,
    block: { ...norm(true, 'attn_output_norm', 'layer_output_norm'), ...matrix(...split) },
    frame: ['token_embd_norm'],
    placement: 'post',
    normalizer: 'layer',
  },
  {
    architecture: 'falcon',
    keys: layer,
    block: { ...norm(true, 'attn_norm'), ...matrix('attn_qkv', 'attn_output', 'ffn_up', 'ffn_down') },
    placement: 'parallel',
    normalizer: 'layer',
  },
  {
    architecture: 'falcon',
    keys: layer,
    block: { ...norm(true, 'attn_norm', 'attn_norm_2'), ...matrix('attn_qkv', 'attn_output', 'ffn_up', 'ffn_down') },
    placement: 'parallel-two',
    normalizer: 'layer',
  },
  {
    architecture: 'glm4',
    keys: rms,
    block: { ...norm(false, 'attn_norm', 'post_attention_norm', 'ffn_norm', 'post_ffw_norm'), ...matrix(...split) },
    placement: 'sandwich',
    normalizer: 'rms',
  },
  {
    architecture: 'gpt-oss',
    keys: rms,
    block: { ...norm(false, 'attn_norm', 'post_attention_norm'), ...matrix(...split) },
    placement: 'pre',
    normalizer: 'rms',
  },
  {
    architecture: 'bitnet',
    keys: rms,
    block: { ...norm(false, 'attn_norm', 'ffn_norm', 'attn_sub_norm', 'ffn_sub_norm'), ...matrix(...split) },
    placement: 'sub-ln',
    normalizer: 'rms',
  },
];

const model = ({ architecture, keys, block, frame = ['output_norm'] }: Row, version = 3): ByteSource =>
  source(
    'model.gguf',
    gguf({
      version,
      metadata: {
        'general.architecture': architecture,
        ...Object.fromEntries(Object.entries(keys).map(([key, value]) => [`${architecture}.${key}`, value])),
        [`${architecture}.block_count`]: depth,
        'tokenizer.ggml.tokens': ['<s>', 'a', 'b'],
        'tokenizer.ggml.scores': [0, 1, 2],
        'tokenizer.chat_template': 'x'.repeat(5000),
      },
      tensors: {
        'token_embd.weight': [16, width],
        ...blocks(depth, block),
        ...Object.fromEntries(frame.map((name) => [`${name}.weight`, [width]])),
      },
    }),
  );

describe('GGUF', () => {
  it.each(rows)('$architecture is $placement', async (row) => {
    const { stacks, files, caveats } = await inspect([model(row)]);
    const { placement, normalizer, attentionNorm = null } = row;
    expect(stacks).toMatchObject([
      { prefix: 'blk', placement, normalizer, attentionNorm, confidence: 'high', nLayers: depth, dModel: width },
    ]);
    expect(caveats).toEqual([]);
    expect(files[0]?.kind).toBe('gguf');
    // Norms are float32 in such files: ones here.
    expect(stacks[0]?.gains[0]?.byLayer).toEqual(Array(depth).fill({ min: 1, mean: 1, max: 1 }));
    expect(stacks[0]?.caveats.map(({ key }) => key)).not.toContain('inspect.caveat.offset');
  });

  it('of an architecture that no table names is read by its names, of version 2 too, and by its first bytes', async () => {
    const [llama] = rows as [Row];
    const { stacks } = await inspect([{ ...model({ ...llama, architecture: 'brand-new' }, 2), name: 'sha256-0123' }]);
    expect(stacks).toMatchObject([{ placement: 'pre', confidence: 'medium' }]);
  });

  const head = (version: number, tensors: number | bigint, pairs: number | bigint): Uint8Array =>
    concat(text('GGUF'), u32(version), u64(tensors), u64(pairs));
  const key = (name: string, type: number, ...value: Uint8Array[]): Uint8Array => concat(u64(name.length), text(name), u32(type), ...value);
  const tensor = (name: string, shape: readonly (number | bigint)[], offset = 0): Uint8Array =>
    concat(u64(name.length), text(name), u32(shape.length), ...shape.map(u64), u32(0), u64(offset));
  const hostile: Readonly<Record<string, readonly [Uint8Array, RegExp]>> = {
    'four bytes': [text('GGUF'), /in the middle of its header/],
    'version 1': [head(1, 0, 0), /version is 1/],
    'big-endian numbers': [concat(text('GGUF'), Uint8Array.of(0, 0, 0, 3), u64(0), u64(0)), /little-endian/],
    '2^60 tensors': [head(3, 2n ** 60n, 0), /beyond any file/],
    'a billion tensors': [head(3, 1e9, 0), /more than/],
    'a billion entries of metadata': [head(3, 0, 1e9), /more than/],
    'a name of a gigabyte': [concat(head(3, 0, 1), u64(1e9)), /longer than/],
    'a text beyond the file': [concat(head(3, 0, 1), key('a', 8, u64(2 ** 40))), /do not fit/],
    'an array beyond the file': [concat(head(3, 0, 1), key('a', 9, u32(12), u64(2 ** 50))), /do not fit/],
    'an array of arrays': [concat(head(3, 0, 1), key('a', 9, u32(9), u64(1))), /array of the type 9/],
    'an unknown type': [concat(head(3, 0, 1), key('a', 77)), /unknown type 77/],
    'a key twice': [concat(head(3, 0, 2), key('a', 4, u32(1)), key('a', 4, u32(1))), /"a" twice/],
    'a tensor twice': [concat(head(3, 2, 0), tensor('a', [1]), tensor('a', [1]), new Uint8Array(64)), /"a" twice/],
    'a rank of a thousand': [concat(head(3, 1, 0), tensor('a', Array(1000).fill(1))), /1000 axes/],
    'a shape beyond any number': [concat(head(3, 1, 0), tensor('a', [2 ** 40, 2 ** 40])), /cut off/],
    'a tensor beyond the file': [concat(head(3, 1, 0), tensor('a', [4], 2 ** 40)), /cut off/],
    'an alignment of 0': [concat(head(3, 0, 1), key('general.alignment', 4, u32(0))), /alignment/],
    'an ε that is a text': [
      concat(
        head(3, 0, 2),
        key('general.architecture', 8, u64(5), text('llama')),
        key('llama.attention.layer_norm_rms_epsilon', 8, u64(1), text('x')),
      ),
      /rms_norm_eps/,
    ],
  };
  it.each(Object.entries(hostile))('refuses %s in a sentence', async (_, [bytes, reason]) => {
    const error: unknown = await inspect([source('model.gguf', bytes)]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as Error).message).toMatch(reason);
  });

  it('reads the header alone, however long the file is', async () => {
    const [llama] = rows as [Row];
    const small = model(llama);
    let most = 0;
    const large: ByteSource = {
      name: 'model.gguf',
      size: 1e12,
      read: async (begin, end) => {
        most = Math.max(most, end);
        const bytes = new Uint8Array(end - begin);
        bytes.set(await small.read(begin, Math.min(end, small.size)));
        return bytes;
      },
    };
    await inspect([large]);
    expect(most).toBeLessThan(200_000);
  });
});

/** As big_vision and T5X name their trees. */
const vit = Object.fromEntries(
  Object.entries(
    blocks(depth, {
      'params/Transformer/encoderblock_{i}/LayerNorm_0/scale': [width],
      'params/Transformer/encoderblock_{i}/MultiHeadDotProductAttention_0/query/kernel': [width, width],
    }),
  ),
);

describe('NumPy', () => {
  const torchNames = blocks(depth, {
    'model.layers.{i}.input_layernorm.weight': [width],
    'model.layers.{i}.post_attention_layernorm.weight': [width],
    'model.layers.{i}.self_attn.q_proj.weight': [width, width],
    'model.layers.{i}.mlp.up_proj.weight': [8, width],
    'model.layers.{i}.mlp.gate_proj.weight': [8, width],
  });
  const arrays = (shapes: Shapes) => Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [`${name}.npy`, npy(shape)]));

  it.each([false, true])('names, shapes and gains of an .npz (deflated: %s)', async (deflated) => {
    const { stacks, tensors } = await inspect([source('model.npz', await zip(arrays(torchNames), deflated))]);
    expect(tensors).toBe(5 * depth);
    expect(stacks).toMatchObject([{ placement: 'pre', nLayers: depth, dModel: width }]);
    expect(stacks[0]?.gains).toHaveLength(deflated ? 0 : 2);
  });

  /** The end of an archive of more entries than two bytes count, more bytes than four, or both: APPNOTE 4.3.14 to 4.3.16. */
  it.each([
    ['count', 10, 2],
    ['size', 12, 4],
    ['start', 16, 4],
  ])('the table of contents of a ZIP64 archive whose narrow %s is full', async (_name, at, bytes) => {
    const narrow = await zip(arrays(torchNames), false);
    const end = narrow.slice(-22);
    const view = new DataView(end.buffer);
    const [count, size, start] = [view.getUint16(10, true), view.getUint32(12, true), view.getUint32(16, true)];
    end.fill(0xff, at, at + bytes);
    const wide = concat(u32(0x06064b50), u64(44), new Uint8Array(12), u64(count), u64(count), u64(size), u64(start));
    const locator = concat(u32(0x07064b50), u32(0), u64(narrow.length - 22), u32(1));
    const { tensors } = await inspect([source('model.npz', concat(narrow.slice(0, -22), wide, locator, end))]);
    expect(tensors).toBe(5 * depth);
  });

  it('trees become dotted names', async () => {
    const opened = await inspect([source('vit.npz', await zip(arrays(vit), false))]);
    expect(opened.tensors).toBe(2 * depth);
    expect(opened.files[0]?.kind).toBe('npz');
  });

  it('one array is one tensor with the name of its file', async () => {
    const { tensors, files } = await inspect([source('model.norm.weight.npy', npy([width]))]);
    expect([tensors, files[0]?.kind]).toEqual([1, 'npy']);
  });

  const cases: Readonly<Record<string, () => Promise<readonly [string, Uint8Array, RegExp]>>> = {
    'an archive that was cut off': async () => ['a.npz', (await zip(arrays(torchNames), false)).slice(0, 200), /cut off/],
    'an archive without arrays': async () => ['a.npz', await zip({ 'a.txt': text('x') }, false), /no array/],
    'an empty file': async () => ['a.npz', new Uint8Array(0), /cut off/],
    'an array without its numbers': async () => ['a.npy', npy([width]).slice(0, -1), /cut off/],
    'a header beyond the file': async () => ['a.npy', concat(text('\x93NUMPY', true), Uint8Array.of(1, 0, 255, 255)), /does not fit/],
    'a shape of text': async () => ['a.npy', npy([width], "{'descr': '<f4', 'shape': ('a',), }"), /no shape/],
    'a shape beyond any number': async () => ['a.npy', npy([width], `{'descr': '<f4', 'shape': (${'9'.repeat(30)},), }`), /cannot be/],
    'what is no array': async () => ['a.npy', text('hello, this is no array'), /does not begin/],
  };
  it.each(Object.entries(cases))('refuses %s in a sentence', async (_, made) => {
    const [name, bytes, reason] = await made();
    const error: unknown = await inspect([source(name, bytes)]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as Error).message).toMatch(reason);
  });
});

describe('pickles', () => {
  it.each([
    ['pytorch_model.bin', text('\x80\x02}', true), "torch.load('pytorch_model.bin'", "'pytorch_model.safetensors'"],
    ['weights.dat', text('\x80\x02}', true), "torch.load('weights.dat'", "'weights.safetensors'"],
    ["it's.pt", text('\x80\x02}', true), "torch.load('model.bin'", "'model.safetensors'"],
  ])('%s is refused with the command that converts it', async (name, bytes, from, to) => {
    const error = (await inspect([source(name, bytes)]).catch((thrown: unknown) => thrown)) as UserError;
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toContain(from);
    expect(error.message).toContain(to);
    expect(error.message).toContain('weights_only=True');
  });

  it('the ZIP that torch.save writes is one', async () => {
    const saved = await zip({ 'model/data.pkl': text('\x80\x02}', true), 'model/data/0': new Uint8Array(8) }, false);
    await expect(inspect([source('model.pt', saved)])).rejects.toThrow(/is a pickle/);
  });
});

describe('runs of our own', () => {
  const run = (placement: string) =>
    json('run.json', {
      id: 'x',
      run: { model: { placement: { id: placement }, normalizer: { id: 'rms' }, nLayers: depth, dModel: width } },
    });
  const weights = safetensors(
    blocks(depth, {
      'layers.{i}.attn.exit_norm.weight': [width],
      'layers.{i}.attn.qkv.weight': [12, width],
      'layers.{i}.ffn.exit_norm.weight': [width],
      'layers.{i}.ffn.fc1.weight': [16, width],
    }),
  );

  it('run.json says which of the placements with the same names it is', async () => {
    const { stacks } = await inspect([run('b2t'), weights]);
    expect(stacks).toMatchObject([{ placement: 'b2t', normalizer: 'rms', confidence: 'high', nLayers: depth }]);
    expect(stacks[0]?.evidence).toContainEqual({
      key: 'inspect.evidence.flag',
      values: { file: 'run.json', name: 'placement', value: 'b2t' },
    });
  });

  it('run.json alone is enough', async () => {
    expect((await inspect([run('sandwich')])).stacks).toMatchObject([
      { placement: 'sandwich', normalizer: 'rms', nLayers: depth, dModel: width },
    ]);
  });

  it('a run.json of something else is refused', async () => {
    await expect(inspect([json('run.json', { id: 1 })])).rejects.toThrow(/no run of Normlab/);
  });
});

it('float32 numbers of metadata come as they were meant', async () => {
  const bytes = gguf({ metadata: { 'general.architecture': 'llama', 'llama.attention.layer_norm_rms_epsilon': 1e-6 }, tensors: {} });
  expect(f32(1e-6)).toHaveLength(4);
  const { stacks } = await inspect([source('a.gguf', bytes)]);
  expect(stacks[0]?.evidence).toContainEqual({
    key: 'inspect.evidence.eps',
    values: { file: 'a.gguf', name: 'rms_norm_eps', value: '0.000001' },
  });
});
