/** PyTorch's numbers, computed from the papers' equations by an independent program, against every engine. */
import { beforeAll, expect, it } from 'vitest';
import { describeEngines } from '../helper/engines.ts';
import { relativeError } from '../helper/numeric.ts';
import { type OracleCase, oracleCases, ourGradients, ourSteps } from '../helper/oracle.ts';

/** float32 engines to 1e-4, as promised; the reference to 1e-9. */
const tolerances: Readonly<Record<string, number>> = { native: 1e-4, 'ort-node': 1e-4, 'ort-wasm': 1e-4, reference: 1e-9 };

/** Entries whose true gradient is zero hold only rounding, which Adam magnifies to whole steps. */
function meaningful({ zeroGradients }: OracleCase, key: string, data: ArrayLike<number>): number[] {
  const zero = new Set(zeroGradients[key] ?? []);
  return Array.from(data).filter((_, i) => !zero.has(i));
}

// A GPU engine needs an adapter: test/webgpu has its turn.
describeEngines(Object.keys(tolerances), 'engine %s', (definition) => {
  const tolerance = tolerances[definition.id] as number;
  let gradients: Awaited<ReturnType<typeof ourGradients>>;
  let steps: Awaited<ReturnType<typeof ourSteps>>;
  beforeAll(async () => {
    const engine = await definition.open({ threads: 1 });
    gradients = await ourGradients(engine, oracleCases);
    steps = await ourSteps(engine, oracleCases);
  }, 300_000);

  it.each(oracleCases.map((oracle) => [oracle.name, oracle] as const))('%s: loss and every gradient', async (name, oracle) => {
    const ours = gradients.get(name) as NonNullable<ReturnType<typeof gradients.get>>;
    expect(relativeError([ours.loss], [oracle.loss])).toBeLessThan(tolerance);
    expect([...ours.keys].sort()).toEqual(Object.keys(oracle.gradients).sort());
    const norm = oracle.gradNorms[0] as number;
    for (const key of ours.keys) {
      // Relative to the tensor; where the whole tensor is zero in theory, to the whole gradient.
      expect(relativeError(ours.gradient(key), oracle.gradients[key]?.data as number[], 1e-3 * norm), key).toBeLessThan(tolerance);
    }
  });

  it.each(oracleCases.map((oracle) => [oracle.name, oracle] as const))('%s: three steps', async (name, oracle) => {
    const ours = steps.get(name) as NonNullable<ReturnType<typeof steps.get>>;
    expect(relativeError(ours.losses, oracle.losses)).toBeLessThan(tolerance);
    expect(relativeError(ours.norms, oracle.gradNorms)).toBeLessThan(tolerance);
    for (const [key, { data }] of Object.entries(oracle.after)) {
      const error = relativeError(meaningful(oracle, key, ours.values[key] as Float64Array), meaningful(oracle, key, data));
      expect(error, key).toBeLessThan(tolerance);
    }
    // Batch norm under Adam moves its running statistics by the magnified rounding: those are judged in the SGD case.
    const rounding = oracle.config.normalizer === 'batch' && oracle.config.optimizer.id !== 'sgd' && definition.id !== 'reference';
    if (rounding) return;
    expect(relativeError([ours.evalLoss], [oracle.evalLoss])).toBeLessThan(tolerance);
    for (const [key, { data }] of Object.entries(oracle.buffersAfter ?? {})) {
      expect(relativeError(ours.values[key] as Float64Array, data), key).toBeLessThan(tolerance);
    }
  });
});
