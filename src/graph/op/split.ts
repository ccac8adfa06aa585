import { concat } from '../math.ts';
import type { DenseValue, Op, Tensor } from '../tensor.ts';
import { sliceOp } from './slice.ts';

/** A GPU shader has room for a dozen buffers: beyond this, one slice a part. */
const mostOutputs = 8;

/** Parts of given lengths along an axis, all at once; the gradient is one concatenation. */
export const splitOp: Op = {
  id: 'split',
  infer: ([x], { axis, lengths }) => {
    const { shape, dtype } = x as Tensor;
    const parts = lengths as readonly number[];
    if (parts.reduce((a, b) => a + b, 0) !== shape[axis as number])
      throw new Error(`lengths [${parts}] do not fill axis ${axis} of [${shape}]`);
    return parts.map((length) => ({ shape: shape.map((own, i) => (i === axis ? length : own)), dtype }));
  },
  gradient: (node, gradients) => {
    const zeros = (part: Tensor) =>
      node.graph.apply(
        'expand',
        [
          node.graph.constant(
            [0],
            part.shape.map(() => 1),
          ),
        ],
        { shape: part.shape },
      )[0] as Tensor;
    return [
      concat(
        node.outputs.map((part, i) => gradients[i] ?? zeros(part)),
        node.attributes.axis as number,
      ),
    ];
  },
  onnx: (emitter, node) => {
    const { axis, lengths } = node.attributes as { axis: number; lengths: readonly number[] };
    const x = emitter.name(node.inputs[0] as Tensor);
    const outputs = emitter.outputs(node);
    if (outputs.length <= mostOutputs) emitter.emit('Split', [x, emitter.ints(lengths)], { attributes: { axis }, outputs });
    else {
      const ends = lengths.map((_, i) => lengths.slice(0, i + 1).reduce((a, b) => a + b, 0));
      outputs.forEach((output, i) => {
        const range = [
          emitter.ints([(ends[i] as number) - (lengths[i] as number)]),
          emitter.ints([ends[i] as number]),
          emitter.ints([axis]),
        ];
        emitter.emit('Slice', [x, ...range], { outputs: [output] });
      });
    }
  },
  lower: (lowering, node) => {
    const { axis, lengths } = node.attributes as { axis: number; lengths: readonly number[] };
    const x = lowering.of(node.inputs[0] as Tensor);
    let end = 0;
    return lengths.map((length) => {
      end += length;
      return lowering.slice(x, axis, end - length, length);
    });
  },
  evaluate: ([x], { axis, lengths }, outputs) => {
    let start = 0;
    return (lengths as readonly number[]).flatMap((length, i) => {
      start += length;
      return sliceOp.evaluate([x as DenseValue], { axis: axis as number, start: start - length, length }, [outputs[i] as Tensor]);
    });
  },
  examples: [
    { inputs: [[2, 6]], attributes: { axis: 1, lengths: [2, 2, 2] } },
    { inputs: [[4, 3]], attributes: { axis: 0, lengths: [1, 3] } },
    { inputs: [[12]], attributes: { axis: 0, lengths: [1, 1, 1, 1, 1, 1, 1, 1, 1, 3] } },
  ],
};
