/** Initialisation signal against theory and against a plain PyTorch model (test/oracle/torch/signal_propagation.py). */
import { expect, it } from 'vitest';
import { signalJsonSchema } from '../../src/study/signal-json.ts';
import { inFolder, normlab, readJson } from './normlab.ts';

it('Xiong et al. 2020: slopes, Lemma 2, and one unit per sublayer for sandwich', async () => {
  await inFolder(async (folder) => {
    const args = 'signal --setting xiong --depths 4,8,16,32 --width 128 --seeds 10 --json signal.json --out out'.split(' ');
    const { code, stderr } = await normlab(args, { cwd: folder });
    expect(code, stderr).toBe(0);
    const { arms } = signalJsonSchema.parse(readJson(folder, 'signal.json'));
    const [post, pre, sandwich] = ['post', 'pre', 'sandwich'].map((id) => arms.find((arm) => arm.id === id));
    const [postSlope, preSlope] = [post?.slope as number, pre?.slope as number];
    expect(postSlope).toBeGreaterThan(-0.1);
    expect(postSlope).toBeLessThan(0.3);
    expect(preSlope).toBeGreaterThan(-0.6);
    expect(preSlope).toBeLessThan(-0.3);
    expect(postSlope - preSlope).toBeGreaterThan(0.4);
    for (const { streamEnergy } of pre?.depths ?? []) {
      streamEnergy.forEach((energy, i) => {
        expect(energy).toBeGreaterThan(0.95 * (1 + (i + 1) / 2));
        expect(energy).toBeLessThan(1.05 * (1 + (3 * (i + 1)) / 2));
      });
    }
    for (const { streamEnergy } of sandwich?.depths ?? []) {
      streamEnergy.forEach((energy, i) => {
        expect(Math.abs((energy as number) / (1 + 2 * (i + 1)) - 1)).toBeLessThan(0.05);
      });
    }
  });
});
