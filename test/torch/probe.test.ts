/** Probes and diagnostics against PyTorch, which computes the same from a model of its own. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { ask } from '../../src/probe/ask.ts';
import { jacobians } from '../../src/probe/jacobian.ts';
import type { Subject } from '../../src/probe/types.ts';
import { buildTiny, pairModel } from '../helper/model.ts';
import { relativeError } from '../helper/numeric.ts';
import { subjectOf } from '../helper/subject.ts';

type Found = Readonly<Record<string, readonly number[]>>;

function byTorch({ model, tensors, batches }: Subject): Found {
  const { scope } = buildTiny(model, { train: false });
  const parameters = Object.fromEntries(
    [...scope.parameters].map(([key, { spec }]) => [key, { shape: spec.shape, data: Array.from(tensors.get(key) ?? []) }]),
  );
  const { tokens = [], targets } = batches[0] as { tokens?: Int32Array; targets: Int32Array };
  const input = JSON.stringify({
    model: { ...model, placement: model.placement.id },
    parameters,
    batch: { tokens: [...tokens], targets: [...targets] },
  });
  const { stdout, stderr, status } = spawnSync('node', ['scripts/torch.mjs', 'test/oracle/torch/probe.py'], { input, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as Found;
}

const exact = [
  'block-skip',
  'block-merge',
  'angular-distance',
  'block-influence',
  'attention-entropy',
  'attention-max-logit',
  'kurtosis',
  'outlier',
  'dependency-ratio',
];

describe.each(['pre', 'post'])('%s', (placement) => {
  const model = pairModel(placement, 'layer', { nLayers: 3, dModel: 4, dFf: 6, vocabSize: 5, classes: 5 });

  test('what a pass gives, the Jacobians and the Hessian', async () => {
    const subject = await subjectOf(model);
    const torch = byTorch(subject);
    const results = await ask(subject, [...exact, 'sharpness']);
    const found: Found = Object.fromEntries(results.flatMap(({ series }) => series).map(({ id, values }) => [id, values]));
    for (const [id, values] of Object.entries(torch)) {
      if (id.startsWith('jacobian')) continue;
      const tolerance = id.startsWith('sharpness') ? 1e-3 : 1e-10;
      expect(relativeError(found[id] ?? [], values), id).toBeLessThan(tolerance);
    }
    for (const { id, values } of await jacobians(subject, 800)) expect(relativeError(values, torch[id] ?? []), id).toBeLessThan(0.06);
  });
});
