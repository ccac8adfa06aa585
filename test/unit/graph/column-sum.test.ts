/** Large sums over leading axes go in two stages: they must still be the sums. */
import { describe, expect, it } from 'vitest';
import { engines } from '../../../src/engine/index.node.ts';
import { evaluate } from '../../../src/engine/reference.ts';
import { sum } from '../../../src/graph/math.ts';
import { toOnnx } from '../../../src/graph/onnx.ts';
import { newGraph, program } from '../../../src/graph/program.ts';
import { randomData } from '../../helper/numeric.ts';

const shapes: readonly (readonly [string, readonly number[], readonly number[], boolean])[] = [
  ['[2048, 128] over rows', [2048, 128], [0], false],
  ['kept', [2048, 128], [0], true],
  ['two leading axes', [16, 64, 256], [0, 1], false],
  ['rows that 8 does not divide', [2047, 128], [0], false],
  ['just below the size', [1016, 129], [0], false],
];

describe.each(['ort-node', 'ort-wasm'])('%s', (id) => {
  it.each(shapes)('%s', async (_name, shape, axes, keepDims) => {
    const x = newGraph().input('x', shape);
    const out = sum(x, { axes, keepDims });
    const feeds = { x: randomData(shape, 'x') };
    const engine = await engines.get(id).open({ threads: 1 });
    const session = await engine.compile(program({ out }));
    const found = (await session.run(feeds)).out as Float32Array;
    await session.release();
    const expected = evaluate([out], feeds)[0] as Float64Array;
    expect(found).toHaveLength(expected.length);
    for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[i] as number, 3);
  });
});

it('large ones are summed in two stages, small ones in one', () => {
  const stages = (shape: readonly number[]) => {
    const onnx = new TextDecoder('latin1').decode(toOnnx(program({ out: sum(newGraph().input('x', shape), { axes: [0] }) })));
    return onnx.split('ReduceSum').length - 1;
  };
  expect(stages([2048, 128])).toBe(2);
  expect(stages([64, 128])).toBe(1);
});
