/** Jacobians of blocks against finite differences, and where they are known. */
import { expect, it } from 'vitest';
import { streamsOf } from '../../src/diagnostic/types.ts';
import { built } from '../../src/probe/evaluate.ts';
import { jacobians } from '../../src/probe/jacobian.ts';
import type { Subject } from '../../src/probe/types.ts';
import { pairModel } from '../helper/model.ts';
import { evaluateAll, relativeError } from '../helper/numeric.ts';
import { silence, subjectOf } from '../helper/subject.ts';

/** The whole Jacobian of each block, column by column: the stream it finds is held at moved values. */
function byDifferences(subject: Subject) {
  const { scope } = built(subject);
  const feeds = { ...Object.fromEntries(subject.tensors), ...(subject.batches[0] as object), step: Float64Array.of(subject.step) };
  const blocks = streamsOf({ config: subject.model, scope, gradients: new Map(), updated: new Map() });
  return blocks.map(({ from, to }) => {
    const here = evaluateAll([to], feeds).get(from.node.id)?.[from.index] as Float64Array;
    const at = (j: number, step: number) => {
      const moved = here.map((value, i) => (i === j ? value + step : value));
      return evaluateAll([to], feeds, new Map([[from.node.id, [moved]]])).get(to.node.id)?.[to.index] as Float64Array;
    };
    let [away, trace, all] = [0, 0, 0];
    for (const j of here.keys()) {
      const [ahead, behind] = [at(j, 1e-5), at(j, -1e-5)];
      const column = ahead.map((value, i) => (value - (behind[i] as number)) / 2e-5);
      trace += column[j] as number;
      for (const [i, value] of column.entries()) {
        all += value ** 2;
        away += (value - (i === j ? 1 : 0)) ** 2;
      }
    }
    return { distance: Math.sqrt(away / here.length), share: trace ** 2 / (here.length * all) };
  });
}

it.each(['sandwich', 'b2t', 'residual-dual'])('%s: as by finite differences', async (placement) => {
  const subject = await subjectOf(pairModel(placement, 'rms', { dModel: 4, dFf: 6, seqLen: 3 }));
  const expected = byDifferences(subject);
  const [distance, share] = await jacobians(subject, 700);
  expect(
    relativeError(
      distance?.values ?? [],
      expected.map((one) => one.distance),
    ),
  ).toBeLessThan(0.05);
  expect(
    relativeError(
      share?.values ?? [],
      expected.map((one) => one.share),
    ),
  ).toBeLessThan(0.05);
});

it('is the identity of a block that writes nothing', async () => {
  const subject = await subjectOf(pairModel('pre', 'layer'), {
    change: silence(['layers.1'], ['out.weight', 'out.bias', 'fc2.weight', 'fc2.bias']),
  });
  const [distance, share] = await jacobians(subject, 4);
  expect(distance?.values[1]).toBeLessThan(1e-14);
  expect(share?.values[1]).toBeCloseTo(1, 12);
  expect(distance?.values[0]).toBeGreaterThan(0.1);
});
