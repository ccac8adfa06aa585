/** The placement of checkpoints from the command line: files of our own writer, files made by hand, and files that lie. */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toSafetensors } from '../../src/store/safetensors.ts';
import { gguf } from '../unit/inspect/binary.ts';
import { blocks, file, matrices, norms, type Shapes, safetensors } from '../unit/inspect/made.ts';
import { inFolder, normlab } from './normlab.ts';

const depth = 3;

/** A file as somebody else writes it: a header by hand, and zeros. */
async function write(folder: string, name: string, shapes: Shapes): Promise<void> {
  const { read, size } = safetensors(shapes);
  writeFileSync(join(folder, name), await read(0, size));
}
const olmo = blocks(depth, {
  ...norms('model.layers.{i}.', ['post_attention_layernorm', 'post_feedforward_layernorm'], 4),
  ...matrices('model.layers.{i}.', ['self_attn.q_proj', 'mlp.up_proj']),
});
const writeConfig = (folder: string, value: unknown): void => writeFileSync(join(folder, 'config.json'), JSON.stringify(value));

describe('normlab inspect', () => {
  it('names the placement of a folder in both languages, and the same as JSON', async () => {
    await inFolder(async (folder) => {
      await write(folder, 'model.safetensors', { ...olmo, 'model.norm.weight': [4] });
      writeConfig(folder, { model_type: 'olmo2', num_hidden_layers: depth, rms_norm_eps: 1e-6 });
      const en = await normlab(['inspect', folder], { cwd: folder });
      expect([en.code, en.stderr]).toEqual([0, '']);
      expect(en.stdout).toMatch(/Placement: branch-out \(/);
      expect(en.stdout).toContain('post_feedforward_layernorm');
      // The norm behind the last block is in the table of gains.
      expect(en.stdout).toMatch(/model\.norm \(final\).*0\.000/);
      const zh = await normlab(['inspect', folder, '--lang', 'zh'], { cwd: folder });
      expect(zh.code).toBe(0);
      expect(zh.stdout).toMatch(/归一化位置.*branch-out/);
      expect(zh.stdout).not.toMatch(/Placement|Evidence|blocks/);
      expect(zh.stdout).not.toMatch(/\p{Script=Han} ?[:(;]/u);

      const out = await normlab(['inspect', '--json', folder], { cwd: folder });
      const found = JSON.parse(out.stdout) as { stacks: { gains: unknown[] }[] };
      expect(found).toMatchObject({
        files: [
          { name: 'config.json', kind: 'config', tensors: 0 },
          { name: 'model.safetensors', kind: 'safetensors', tensors: 4 * depth + 1 },
        ],
        modelType: 'olmo2',
        tensors: 4 * depth + 1,
        stacks: [{ prefix: 'model.layers', nLayers: depth, dModel: 4, placement: 'branch-out', confidence: 'high', normalizer: 'rms' }],
        caveats: [],
      });
      expect(found.stacks[0]?.gains).toContainEqual({
        norm: 'post_attention_layernorm',
        byLayer: Array(depth).fill({ min: 0, mean: 0, max: 0 }),
      });
      const beside = await normlab(['inspect', folder, '--json', 'found.json'], { cwd: folder });
      expect(beside.stdout).toContain('branch-out');
      expect(JSON.parse(readFileSync(join(folder, 'found.json'), 'utf8'))).toEqual(found);
    });
  });

  it('takes runs of its own, GGUF files and folders of pickles for what they are', async () => {
    await inFolder(async (folder) => {
      const spec = { model: { placement: 'deepnorm', nLayers: 2, dModel: 16, nHeads: 2, seqLen: 8 }, steps: 2, batchSize: 2 };
      writeFileSync(join(folder, 'spec.json'), JSON.stringify(spec));
      expect((await normlab(['train', 'spec.json', '--out', 'run'], { cwd: folder })).code).toBe(0);
      const own = JSON.parse((await normlab(['inspect', '--json', 'run'], { cwd: folder })).stdout);
      expect(own.stacks).toMatchObject([{ placement: 'deepnorm', confidence: 'high', nLayers: 2 }]);
      expect(own.files.map(({ name }: { name: string }) => name)).toEqual(['run.json', 'final.safetensors']);

      mkdirSync(join(folder, 'study', 'runs'), { recursive: true });
      writeFileSync(join(folder, 'study', 'study.json'), '{}');
      cpSync(join(folder, 'run'), join(folder, 'study', 'runs', 'abc'), { recursive: true });
      const study = await normlab(['inspect', 'study'], { cwd: folder });
      expect([study.code, study.stderr]).toEqual([2, expect.stringContaining('study/runs/abc')]);

      mkdirSync(join(folder, 'quantized'));
      const block = { 'blk.{i}.attn_norm.weight': [4], 'blk.{i}.ffn_norm.weight': [4], 'blk.{i}.attn_q.weight': [4, 4] };
      const metadata = { 'general.architecture': 'llama', 'llama.block_count': 2 };
      writeFileSync(join(folder, 'quantized', 'm.gguf'), gguf({ metadata, tensors: blocks(2, block) }));
      expect((await normlab(['inspect', 'quantized'], { cwd: folder })).stdout).toMatch(/Placement: pre \(/);

      mkdirSync(join(folder, 'old'));
      writeFileSync(join(folder, 'old', 'pytorch_model.bin'), '');
      const old = await normlab(['inspect', 'old'], { cwd: folder });
      expect([old.code, old.stderr]).toEqual([2, expect.stringContaining('save_file')]);
    });
  });

  it('keeps gains that are not finite in JSON and shows them', async () => {
    await inFolder(async (folder) => {
      const tensors = [
        { key: 'h.0.attn.c_attn.weight', shape: [2], data: new Float32Array(2) },
        { key: 'h.0.ln_1.weight', shape: [2], data: Float32Array.of(1, Number.NaN) },
        { key: 'h.0.ln_2.weight', shape: [2], data: Float32Array.of(1, Number.NEGATIVE_INFINITY) },
      ];
      writeFileSync(join(folder, 'own.safetensors'), toSafetensors(tensors, {}));
      const { code, stdout } = await normlab(['inspect', 'own.safetensors', '--json'], { cwd: folder });
      expect(code).toBe(0);
      expect((JSON.parse(stdout) as { stacks: { gains: unknown }[] }).stacks[0]?.gains).toEqual([
        { norm: 'ln_1', byLayer: [{ min: 'NaN', mean: 'NaN', max: 'NaN' }] },
        { norm: 'ln_2', byLayer: [{ min: '-Infinity', mean: '-Infinity', max: 1 }] },
      ]);
      expect((await normlab(['inspect', 'own.safetensors'], { cwd: folder })).stdout).toMatch(/ln_1.*NaN/);
    });
  });

  it('names each part of a nested configuration, the kinds of blocks of a hybrid, and what decides where nothing does', async () => {
    await inFolder(async (folder) => {
      writeConfig(folder, {
        model_type: 'qwen3_5',
        text_config: { model_type: 'qwen3_5_text', num_hidden_layers: 2, layer_types: ['linear_attention', 'full_attention'] },
        vision_config: { model_type: 'qwen3_5', depth: 27 },
      });
      const parts = (await normlab(['inspect', '.'], { cwd: folder })).stdout;
      expect(parts).toMatch(/text_config[\s\S]*rms-1p[\s\S]*vision_config[\s\S]*layer \(/);
      writeConfig(folder, { model_type: 'olmo_hybrid', layer_types: ['linear_attention', 'linear_attention', 'full_attention'] });
      const hybrid = JSON.parse((await normlab(['inspect', '.', '--json'], { cwd: folder })).stdout).stacks;
      expect(hybrid.map(({ layers, placement }: { layers: number[]; placement: string }) => [layers, placement])).toEqual([
        [[0, 1], 'pre'],
        [[2], 'branch-out'],
      ]);
      writeConfig(folder, { model_type: 'bloom', apply_residual_connection_post_layernorm: true });
      expect((await normlab(['inspect', '.'], { cwd: folder })).stdout).toMatch(/custom \([\s\S]*`entry`/);
    });
    await inFolder(async (folder) => {
      const half = (name: string) => ({
        ...blocks(2, {
          ...norms(`${name}.layers.{i}.`, ['norm1', 'norm2'], 4, true),
          ...matrices(`${name}.layers.{i}.`, ['self_attn.out_proj', 'linear1', 'linear2']),
        }),
        ...norms(`${name}.`, ['norm'], 4, true),
      });
      await write(folder, 'model.safetensors', { ...half('encoder'), ...half('decoder') });
      expect((await normlab(['inspect', '.'], { cwd: folder })).stdout).toMatch(/undecided[\s\S]*What would decide it: norm_first/);
      writeConfig(folder, { norm_first: false });
      expect((await normlab(['inspect', '.'], { cwd: folder })).stdout).toMatch(/Placement: post \(Post-Norm\), with a final norm/);
    });
  });

  it('leaves open what names cannot tell, as the guide of the lab says, until a configuration decides', async () => {
    await inFolder(async (folder) => {
      const neox = blocks(depth, {
        ...norms('gpt_neox.layers.{i}.', ['input_layernorm', 'post_attention_layernorm'], 4, true),
        ...matrices('gpt_neox.layers.{i}.', ['attention.query_key_value', 'mlp.dense_h_to_4h']),
      });
      await write(folder, 'model.safetensors', neox);
      const names = async () => JSON.parse((await normlab(['inspect', '.', '--json'], { cwd: folder })).stdout).stacks[0];
      const open = await names();
      expect([open.placement, open.confidence]).toEqual([null, 'undecided']);
      expect(open.candidates.map(({ placement }: { placement: string }) => placement)).toEqual(
        expect.arrayContaining(['parallel-two', 'pre']),
      );
      writeConfig(folder, { model_type: 'gpt_neox', use_parallel_residual: false });
      expect(await names()).toMatchObject({ placement: 'pre', confidence: 'high' });
    });
  });

  it('reads many gains where few files may be open, and follows links of a cache', async () => {
    await inFolder(async (folder) => {
      mkdirSync(join(folder, 'blobs'));
      mkdirSync(join(folder, 'snapshot'));
      const many = blocks(300, {
        ...norms('h.{i}.', ['ln_1', 'ln_2'], 4, true),
        ...matrices('h.{i}.', ['attn.c_attn']),
      });
      await write(folder, 'blobs/0', many);
      symlinkSync(join(folder, 'blobs/0'), join(folder, 'snapshot/model.safetensors'));
      const { code, stdout, stderr } = await normlab(['inspect', 'snapshot'], { cwd: folder, before: 'ulimit -n 250;' });
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/ln_2.*0\.000/);
    });
  });

  const lies: Readonly<Record<string, readonly [Uint8Array, RegExp]>> = {
    'a header of 100 MB': [file('{}', 0, 100_000_000n), /header of 100000000 bytes does not fit in 10 bytes/],
    'a negative offset': [file('{"a":{"dtype":"F16","shape":[1],"data_offsets":[-2,0]}}'), /"a" is malformed/],
    'overlapping tensors': [
      file('{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"b":{"dtype":"F16","shape":[2],"data_offsets":[2,6]}}', 6),
      /"b" does not begin/,
    ],
    'a name twice': [
      file('{"a":{"dtype":"F16","shape":[],"data_offsets":[0,2]},"a":{"dtype":"F16","shape":[],"data_offsets":[0,2]}}', 2),
      /"a" twice/,
    ],
    'deep JSON': [file(`{"a":${'['.repeat(300_000)}${']'.repeat(300_000)}}`), /"a" is malformed/],
    'a name that steers the terminal': [file(`{"\u009b2J\u202e\\u001b[2J":1}`), /"�2J�\\u001b\[2J" is malformed/],
  };
  it.each(Object.entries(lies))('refuses %s in one sentence', async (_, [bytes, sentence]) => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'model.safetensors'), bytes);
      const { code, stdout, stderr } = await normlab(['inspect', 'model.safetensors'], { cwd: folder });
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(sentence);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    });
  });

  it('refuses what is not there, not of its kind, or in two files, without a name steering the terminal', async () => {
    await inFolder(async (folder) => {
      const say = async (...args: string[]) => {
        const { code, stdout, stderr } = await normlab(['inspect', ...args], { cwd: folder });
        expect([code, stdout]).toEqual([2, '']);
        return stderr;
      };
      expect(await say('nowhere')).toContain('nowhere');
      expect(await say('nowhere', '--lang', 'zh')).toMatch(/\p{Script=Han}.*nowhere|nowhere.*\p{Script=Han}/u);
      expect(await say()).not.toBe('');
      expect(await say('.')).not.toBe('');
      writeFileSync(join(folder, 'pytorch_model.bin'), '');
      expect(await say('pytorch_model.bin')).toContain('pickle');
      const twice = { 'layers.0.\u009b2J\u001b[2Jnorm.weight': [1], 'layers.0.attn.x.weight': [1] };
      await write(folder, 'a.safetensors', twice);
      await write(folder, 'b.safetensors', twice);
      expect(await say('.')).toMatch(/b\.safetensors holds a tensor that another file holds as well: "layers\.0\.�2J\\u001b/);
    });
  });
});
