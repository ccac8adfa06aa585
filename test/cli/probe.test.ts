/** normlab probe on a run that normlab trained, on its spec, and on folders that have nothing to ask. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inFolder, normlab } from './normlab.ts';

const spec = {
  model: { placement: 'pre', nLayers: 3, dModel: 8, nHeads: 2, seqLen: 6 },
  task: { id: 'copy', symbols: 4 },
  batchSize: 4,
  steps: 60,
};

interface Found {
  readonly run: { readonly id: string };
  readonly steps: number | null;
  readonly probes: readonly {
    readonly id: string;
    readonly series: readonly { readonly id: string; readonly labels: string[]; readonly values: number[] }[];
  }[];
}

it('asks a trained model and the same at its start', async () => {
  await inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'spec.yaml'), JSON.stringify(spec));
    expect((await normlab(['train', 'spec.yaml', '--out', 'run'], { cwd })).code).toBe(0);
    const all = 'block-skip,block-merge,effective-depth,jacobian,sharpness,amplification,spike-score,angular-distance,attention-entropy';
    const trained = await normlab(['probe', 'run', '--what', all, '--json', '-'], { cwd });
    expect(trained.stderr).not.toMatch(/error|^\s+at /im);
    const found = JSON.parse(trained.stdout) as Found;
    expect(found.probes.map(({ id }) => id).join()).toBe(all);
    expect(found.steps).toBe(60);
    const run = JSON.parse(readFileSync(join(cwd, 'run', 'run.json'), 'utf8')) as { id: string; evalLoss: number };
    expect(found.run.id).toBe(run.id);
    for (const { labels, values } of found.probes.flatMap(({ series }) => series)) {
      expect(values).toHaveLength(labels.length);
      expect(values.every(Number.isFinite)).toBe(true);
    }
    // The weights are those of the end: on as many batches the loss is the one that the run ended with.
    const again = await normlab(['probe', 'run', '--what', 'block-skip', '--batches', '48', '--json', 'again.json'], { cwd });
    const same = JSON.parse(readFileSync(join(cwd, 'again.json'), 'utf8')) as Found;
    expect(same.probes[0]?.series[0]?.values[0]).toBeCloseTo(run.evalLoss, 6);
    expect(again.stdout).toMatch(/after 60 steps · 48 validation batches of 4/);
    const initial = await normlab(['probe', 'spec.yaml', '--what', 'block-skip,kurtosis', '--lang', 'zh'], { cwd });
    expect(initial.stdout).toMatch(/pre · 初始化时.*跳过一块.*layers\.2.*峰度/s);
    expect(initial.code).toBe(0);

    writeFileSync(join(cwd, 'run', 'checkpoints', 'final.safetensors'), 'nonsense that is no file of tensors');
    const broken = await normlab(['probe', 'run'], { cwd });
    expect(broken).toMatchObject({ code: 2, stdout: '' });
    expect(broken.stderr).toMatch(/final\.safetensors/);
  });
}, 120_000);

it('says what a folder lacks', async () => {
  await inFolder(async (cwd) => {
    mkdirSync(join(cwd, 'run'));
    writeFileSync(join(cwd, 'run', 'run.json'), JSON.stringify({ id: 'x', run: spec, status: 'failed' }));
    const { code, stderr } = await normlab(['probe', 'run'], { cwd });
    expect(stderr).toMatch(/holds no weights: its run is failed.*normlab train/);
    expect(code).toBe(2);
  });
});
