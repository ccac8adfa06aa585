/** Files of strangers: each gives one clear sentence, in bounded time, whatever is in it. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { inspect } from '../../../src/inspect/inspect.ts';
import type { ByteSource } from '../../../src/inspect/types.ts';
import { config, file, index, json, safetensors, source } from './made.ts';

const entry = (shape: readonly unknown[], offsets: readonly unknown[], dtype: unknown = 'F16'): unknown => ({
  dtype,
  shape,
  data_offsets: offsets,
});
const model = (header: unknown, data = 0, length?: bigint): ByteSource =>
  source('model.safetensors', file(typeof header === 'string' ? header : JSON.stringify(header), data, length));

const files: Readonly<Record<string, readonly [ByteSource, RegExp]>> = {
  'an empty file': [source('model.safetensors', new Uint8Array(0)), /0 bytes are too few/],
  'seven bytes': [source('model.safetensors', new Uint8Array(7)), /7 bytes are too few/],
  'a header of no bytes': [model('', 0), /no JSON/],
  'a header beyond the file': [model('{}', 0, 3n), /does not fit/],
  'a header of 2^53 bytes': [model('{}', 0, 2n ** 53n), /does not fit/],
  'a header of 2^63 bytes': [model('{}', 0, 2n ** 63n), /does not fit/],
  'a header that is an array': [model('[]'), /no JSON object/],
  'a header that is no JSON': [model('{"a":'), /no JSON/],
  'NaN in the header': [model('{"a": NaN}'), /no JSON/],
  'a byte order mark': [model('\ufeff{}'), /no JSON/],
  'bytes that are no UTF-8': [source('model.safetensors', Uint8Array.from([2, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xfe])), /no JSON/],
  'a name twice': [
    model('{"a":{"dtype":"F16","shape":[],"data_offsets":[0,2]},"a":{"dtype":"F16","shape":[],"data_offsets":[0,2]}}', 2),
    /"a" twice/,
  ],
  'metadata that is no text': [model({ __metadata__: { a: 1 } }), /metadata/],
  'an entry that is a number': [model({ a: 1 }), /malformed/],
  'a shape of text': [model({ a: entry(['2'], [0, 4]) }, 4), /malformed/],
  'a negative offset': [model({ a: entry([1], [-2, 0]) }), /malformed/],
  'a fractional length': [model({ a: entry([1.5], [0, 3]) }, 3), /malformed/],
  'an end before its beginning': [model({ a: entry([1], [2, 0]) }, 2), /ends before/],
  'a rank of a thousand': [model({ a: entry(Array(1000).fill(1), [0, 2]) }, 2), /malformed/],
  'a product beyond any number': [model({ a: entry([2 ** 40, 2 ** 40], [0, 2]) }, 2), /has 2 bytes/],
  'bytes that are not the shape’s': [model({ a: entry([3], [0, 4]) }, 4), /has 4 bytes/],
  'overlapping tensors': [model({ a: entry([2], [0, 4]), b: entry([2], [2, 6]) }, 6), /does not begin/],
  'a hole': [model({ a: entry([1], [0, 2]), b: entry([1], [4, 6]) }, 6), /does not begin/],
  'a file that was cut off': [model({ a: entry([4], [0, 8]) }, 6), /cut off/],
  'bytes behind the last tensor': [model({ a: entry([4], [0, 8]) }, 9), /1 bytes follow/],
  'a name of a megabyte': [model({ ['x'.repeat(1e6)]: entry([1], [0, 2]) }, 2), /longer than/],
  'a pickle': [source('pytorch_model.bin', new Uint8Array(10)), /pickle/],
  'a config that is no JSON': [json('config.json', '{"model_type": "llama",}'), /no JSON/],
  'a config with NaN': [json('config.json', '{"rms_norm_eps": NaN}'), /no JSON/],
  'a config that is an array': [config([1]), /no JSON object/],
  'a key of the config twice': [json('config.json', '{"model_type":"llama","model_type":"opt"}'), /"model_type" twice/],
  'a number as text': [config({ num_hidden_layers: '12' }), /num_hidden_layers/],
  'too many layers to be true': [config({ num_hidden_layers: 1e12 }), /num_hidden_layers/],
  'a flag as a text': [config({ swin_norm: 'yes' }), /swin_norm/],
  'an index without files': [json('model.safetensors.index.json', { weight_map: { a: 1 } }), /weight_map/],
  'an index that is a list': [json('model.safetensors.index.json', { weight_map: [] }), /weight_map/],
};

const strays = [
  '../x.safetensors',
  '/etc/x.safetensors',
  'C:\\x.safetensors',
  'a/b.safetensors',
  'x:y.safetensors',
  'http://evil/x.safetensors',
  'x.bin',
  '.safetensors',
  'a\u0000.safetensors',
];

const refusal = async (...sources: ByteSource[]): Promise<UserError> => {
  const error: unknown = await inspect(sources).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
};

describe('is refused in a sentence', () => {
  it.each(Object.entries(files))('%s', async (_, [given, reason]) => {
    const error = await refusal(given);
    expect(error.exitCode).toBe(2);
    expect(error.message).toMatch(reason);
    expect(error.message.length).toBeLessThan(500);
  });

  it.each(strays)('an index that leads to %j', async (to) => {
    expect((await refusal(json('model.safetensors.index.json', { weight_map: { a: to } }))).message).toMatch(/no file beside it/);
  });

  it('a file whose size is beyond the limit, of which nothing is read', async () => {
    let reads = 0;
    const huge = (name: string): ByteSource => ({
      name,
      size: 2e9,
      read: async () => {
        reads++;
        return new Uint8Array(0);
      },
    });
    expect((await refusal(huge('config.json'))).message).toMatch(/2000000000 bytes are more/);
    expect(reads).toBe(0);
    // What is read first has fewer bytes than was promised.
    expect((await refusal(huge('model.safetensors'))).message).toMatch(/0 bytes are too few/);
  });

  it('nothing at all, and a tensor that two files have', async () => {
    expect((await refusal()).message).toMatch(/No file/);
    const shapes = { 'h.0.ln_1.weight': [2] };
    expect((await refusal(safetensors(shapes, 'a.safetensors'), safetensors(shapes, 'b.safetensors'))).message).toMatch(/another file/);
  });
});

it('reads of a large file nothing but its header and the gains', async () => {
  const whole = safetensors({ 'h.0.ln_1.weight': [8], 'h.0.attn.c_attn.weight': [500, 1000] });
  let bytes = 0;
  const counted: ByteSource = {
    ...whole,
    read: (begin, end) => {
      bytes += end - begin;
      return whole.read(begin, end);
    },
  };
  await inspect([counted]);
  expect(whole.size).toBeGreaterThan(1e6);
  expect(bytes).toBeLessThan(1000);
});

it('takes names that mean something to JavaScript for names', async () => {
  const header =
    '{"__proto__":{"dtype":"F16","shape":[1],"data_offsets":[0,2]},"layers.0.__proto__.norm.weight":{"dtype":"F16","shape":[1],"data_offsets":[2,4]},"layers.0.constructor.weight":{"dtype":"F16","shape":[1],"data_offsets":[4,6]},"layers.0.attn.toString":{"dtype":"F16","shape":[1],"data_offsets":[6,8]}}';
  const found = await inspect([model(header, 8)]);
  expect(found.tensors).toBe(4);
  expect(found.stacks[0]?.placement).toBeNull();
  expect(Object.keys(Object.prototype)).toEqual([]);
  const configured = await inspect([json('config.json', '{"__proto__": {"model_type": "llama"}, "constructor": 1}')]);
  expect(configured.modelType).toBeNull();
  const indexed = await inspect([
    json('model.safetensors.index.json', '{"weight_map": {"__proto__": "a.safetensors", "layers.0.attn.x": "a.safetensors"}}'),
  ]);
  expect(indexed.tensors).toBe(2);
});

it('keeps hostile names as they are: they are text, and nothing more', async () => {
  const nasty = '<img src=x onerror=alert(1)>\u001b[31m norm';
  const { stacks } = await inspect([safetensors({ [`layers.0.${nasty}.weight`]: [1], 'layers.0.attn.q.weight': [1, 1] })]);
  expect(stacks[0]?.placement).toBeNull();
  expect(JSON.stringify(stacks[0]?.evidence)).toContain('<img src=x');
});

it('says what an index promises and a file does not hold', async () => {
  const { caveats } = await inspect([
    index(['h.0.ln_1.weight', 'h.0.lost.weight']),
    safetensors({ 'h.0.ln_1.weight': [2], 'h.0.attn.x.weight': [2] }, 'model-00001-of-00001.safetensors'),
  ]);
  expect(caveats).toContainEqual({ key: 'inspect.caveat.indexLacks', values: { file: 'model-00001-of-00001.safetensors', count: 1 } });
});

it('numbers of blocks with gaps, and files without blocks', async () => {
  const { stacks } = await inspect([
    safetensors({ 'h.0.ln_1.weight': [2], 'h.0.attn.c.weight': [2], 'h.7.ln_1.weight': [2], 'h.7.attn.c.weight': [2] }),
    config({ model_type: 'gptj', n_layer: 8 }),
  ]);
  expect(stacks[0]?.caveats.map(({ key }) => key)).toEqual(
    expect.arrayContaining(['inspect.caveat.missingLayers', 'inspect.caveat.depth']),
  );
  const none = await inspect([safetensors({ 'features.0.weight': [2], 'layers.99999999.attn.x.weight': [2] })]);
  expect(none).toMatchObject({ stacks: [], caveats: [{ key: 'inspect.caveat.noStack' }] });
});

it('a configuration of great depth', async () => {
  const deep = `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`;
  expect((await inspect([json('config.json', deep)])).stacks[0]?.placement).toBeNull();
});

it('a hundred thousand tensors', async () => {
  const shapes = Object.fromEntries(
    Array.from({ length: 100_000 }, (_, i) => [`model.layers.${i % 100}.mlp.experts.${i}.up_proj.weight`, [1]]),
  );
  expect((await inspect([safetensors(shapes)])).tensors).toBe(100_000);
});
