/** Same spec, same seed: the same bits, twice, on every engine; and the files a run leaves. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fastest, itEngines } from '../helper/engines.ts';
import { inFolder, normlab, readJson } from './normlab.ts';

const spec = (engine: string, extra = {}) =>
  JSON.stringify({
    model: { placement: 'pre', normalizer: 'layer', nLayers: 2, dModel: 32, nHeads: 4, seqLen: 16, dropout: 0.1 },
    task: { id: 'text' },
    optimizer: { id: 'adamw', lr: 3e-3 },
    schedule: { id: 'warmup-cosine', warmupSteps: 5 },
    steps: 30,
    batchSize: 8,
    seed: 7,
    engine: { id: engine, threads: 1 },
    ...extra,
  });

itEngines(['native', 'ort-node', 'ort-wasm'], '%s gives the same bits in two processes', async (engine) => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'spec.json'), spec(engine));
    const bytes: Buffer[][] = [];
    for (const out of ['a', 'b']) {
      const { code, stderr, stdout } = await normlab(['train', 'spec.json', '--out', out], { cwd: folder });
      expect(code, stderr).toBe(0);
      expect(stdout).toMatch(/finished: validation loss \d\.\d+ nats per token after 30 steps/);
      bytes.push(['events.jsonl', 'checkpoints/final.safetensors'].map((file) => readFileSync(join(folder, out, file))));
    }
    expect(bytes[0]?.map((file, i) => file.equals(bytes[1]?.[i] as Buffer))).toEqual([true, true]);
  });
});

it('leaves run.json, events.jsonl and the parameters by name', async () => {
  await inFolder(async (folder) => {
    writeFileSync(
      join(folder, 'spec.yaml'),
      'model: { placement: sandwich, nLayers: 1, dModel: 8, nHeads: 2, seqLen: 8 }\ntask: copy\nsteps: 10\n',
    );
    const { code } = await normlab(['train', 'spec.yaml', '--out', 'out'], { cwd: folder });
    expect(code).toBe(0);
    const run = readJson<{
      status: string;
      evalLoss: number;
      run: { model: { normalizer: { id: string } }; engine: { id: string; threads: number } };
    }>(folder, 'out', 'run.json');
    expect(run).toMatchObject({
      status: 'finished',
      run: { model: { normalizer: { id: 'layer' } }, engine: { id: fastest.id, threads: 1 } },
    });
    const events = readFileSync(join(folder, 'out', 'events.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string });
    expect(events[0]?.type).toBe('started');
    expect(events.at(-1)?.type).toBe('finished');
    expect(events.filter(({ type }) => type === 'step')).toHaveLength(10);
    const bytes = readFileSync(join(folder, 'out', 'checkpoints', 'final.safetensors'));
    const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString()) as Record<string, { shape: number[] }>;
    expect(header['layers.0.attn.output_norm.weight']?.shape).toEqual([8]);
    expect(header['layers.0.attn.qkv.weight']?.shape).toEqual([24, 8]);
  });
});

it('a diverged run is an ending, not a failure, and its numbers survive', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'spec.json'), spec(fastest.id, { optimizer: { id: 'sgd', lr: 1e9 }, clip: null }));
    const { code, stdout } = await normlab(['train', 'spec.json', '--out', 'out'], { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toMatch(/diverged: .* at step \d+/);
    expect(readJson<{ status: string }>(folder, 'out', 'run.json').status).toBe('diverged');
    expect(readFileSync(join(folder, 'out', 'events.jsonl'), 'utf8')).toMatch(/"(NaN|Infinity)"/);
  });
});
