/** A run that diverges does so at the same step as on ONNX Runtime, for the same reason: NaN and infinity are outcomes. */
import { describe, expect, it } from 'vitest';
import { compiler } from '../helper/compile-c.ts';
import { openEngine, smallRun, type Trained, trainRun } from '../helper/run.ts';

/** Rates at which a step or two decide. Between them losses grow by small factors, and rounding moves the end by a few steps. */
const rates = { sgd: [1e6, 1e12, 1e30], adamw: [3, 1e10, 1e30] } as const;
const wild = (['pre', 'post', 'sandwich', 'deepnorm'] as const).flatMap((placement) =>
  (['sgd', 'adamw'] as const).flatMap((id) => rates[id].map((lr) => ({ placement, id, lr }))),
);

describe.skipIf(!compiler)(`what diverges${compiler ? '' : ' (no C compiler here)'}`, () => {
  it('does so at the step and for the reason that it has on ONNX Runtime', async () => {
    const [native, judge] = [await openEngine('native'), await openEngine('ort-node')];
    const reasons = new Set<string | undefined>();
    for (const { placement, id, lr } of wild) {
      const run = smallRun({
        model: { placement, normalizer: { id: 'layer' } },
        steps: 60,
        optimizer: { id, lr },
        schedule: { id: 'constant' },
        clip: null,
        evaluation: { every: 60, batches: 1 },
      });
      const [ours, theirs] = [ending(await trainRun(run, native)), ending(await trainRun(run, judge))];
      expect([placement, id, lr, ours]).toEqual([placement, id, lr, theirs]);
      reasons.add(ours?.key);
    }
    expect([...reasons].sort()).toEqual(['gradient-not-finite', 'loss-above-start', 'loss-not-finite']);
  });
});

/** When and why a run diverged. */
function ending({ events }: Trained) {
  const last = events.at(-1);
  return last?.type === 'diverged' ? { key: last.reason.key, step: last.reason.step } : undefined;
}
