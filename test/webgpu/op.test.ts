/** Every op of the registry on a GPU: none of it is left to the CPU, and the numbers are those of float64 evaluation. */
import { beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../../src/engine/index.node.ts';
import { evaluate } from '../../src/engine/reference.ts';
import type { Engine } from '../../src/engine/types.ts';
import { ops } from '../../src/graph/op/index.ts';
import { programOf, setUp } from '../helper/example.ts';
import { relativeError } from '../helper/numeric.ts';
import { onCpu } from './where.ts';

const cases = ops.flatMap((op) => op.examples.map((example, i) => [`${op.id} #${i}`, op, example] as const));

/**
 * Ops of which the CPU runs a part, with the reason. Shapes are known when a program is written, so no shape is computed in it:
 * nothing may stand here that only counts or compares extents.
 */
const leftToCpu: Readonly<Record<string, readonly string[]>> = {};

/** What the form for the CPU would leave to it: the reason for `OnnxEmitter.fused`. When the runtime learns these, the form is one again. */
const fusedLeftToCpu: Readonly<Record<string, readonly string[]>> = {
  attend: ['FusedMatMul'],
  'attend-gradient': ['FusedMatMul'],
  matmul: ['FusedMatMul'],
};

async function table(fused: boolean): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const [, op, example] of cases) {
    const names = await onCpu(programOf(setUp(op.id, example).outputs), { fused });
    if (names.length > 0) found[op.id] = [...new Set([...(found[op.id] ?? []), ...names])].sort();
  }
  return found;
}

describe('where ops run', () => {
  it('on the GPU, but for those listed', async () => expect(await table(false)).toEqual(leftToCpu));
  it('in the form for the CPU some would not', async () => expect(await table(true)).toEqual(fusedLeftToCpu));
});

describe('agrees with float64 evaluation', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await engines.get('ort-node-webgpu').open({ threads: 1 });
  });
  it.each(cases)('%s', async (_title, op, example) => {
    const { feeds, outputs } = setUp(op.id, example);
    const session = await engine.compile(programOf(outputs));
    const results = await session.run(feeds);
    await session.release();
    const expected = evaluate(outputs, feeds);
    outputs.forEach((_, i) => {
      expect(relativeError(results[`y${i}`] as Float32Array, expected[i] as Float64Array), `output ${i}`).toBeLessThan(2e-6);
    });
  });
});
