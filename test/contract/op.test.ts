/** Every op, from the registry alone: gradients against finite differences, and every engine against float64 evaluation. */
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../src/engine/reference.ts';
import { gradient } from '../../src/graph/gradient.ts';
import { mul, sum } from '../../src/graph/math.ts';
import { ops } from '../../src/graph/op/index.ts';
import type { Tensor } from '../../src/graph/tensor.ts';
import { verify } from '../../src/graph/verify.ts';
import { describeEngines, testedEngines } from '../helper/engines.ts';
import { programOf, setUp } from '../helper/example.ts';
import { finiteDifferences, randomData, relativeError } from '../helper/numeric.ts';
import { runAll } from '../helper/run-all.ts';

/** Sum of the output weighted by fixed random numbers: a scalar that sees every element. */
const weigh = (output: Tensor): Tensor => sum(mul(output, output.node.graph.constant(randomData(output.shape, 'weights'), output.shape)));

const cases = ops.flatMap((op) => op.examples.map((example, i) => [`${op.id} #${i}`, op, example] as const));

describe('gradients agree with finite differences', () => {
  for (const [title, op, example] of cases.filter(([, op]) => typeof op.gradient === 'function')) {
    it(title, () => {
      const { feeds, inputs, outputs } = setUp(op.id, example);
      const scalar = weigh(outputs[0] as Tensor);
      // Only numbers that are drawn: given ones carry no gradient.
      const targets = inputs.filter((_, i) => Array.isArray(example.inputs[i]));
      const gradients = evaluate(gradient(scalar, targets), feeds);
      targets.forEach((target, i) => {
        const expected = finiteDifferences(scalar, feeds, String(target.node.attributes.name));
        expect(relativeError(gradients[i] as Float64Array, expected, 1e-6)).toBeLessThan(1e-7);
      });
    });
  }
  it('every op has an example, and an op without a gradient says so by omission', () => {
    expect(ops.filter((op) => op.examples.length === 0)).toEqual([]);
    expect(ops.filter((op) => op.gradient === 'unknown').map((op) => op.id)).toEqual(['attend-gradient']);
    expect(ops.filter((op) => !op.gradient).map((op) => op.id)).toEqual(['detach', 'greater', 'max', 'one-hot', 'to-float']);
  });
});

describeEngines(
  testedEngines.filter((id) => id !== 'reference'),
  'engine %s agrees with float64 evaluation',
  (definition) => {
    let found: Awaited<ReturnType<typeof runAll>>;
    beforeAll(async () => {
      const asked = cases.map(([title, op, example]) => {
        const { feeds, outputs } = setUp(op.id, example);
        const program = programOf(outputs);
        verify(program);
        return [title, { program, feeds }] as const;
      });
      found = await runAll(await definition.open({ threads: 1 }), Object.fromEntries(asked));
    });
    it.each(cases)('%s', (title, op, example) => {
      const { feeds, outputs } = setUp(op.id, example);
      evaluate(outputs, feeds).forEach((expected, i) => {
        expect(relativeError(found[title]?.[`y${i}`] as Float32Array, expected)).toBeLessThan(2e-6);
      });
    });
  },
);
