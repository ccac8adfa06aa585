import { concat } from '../math.ts';
import type { DenseValue, Op } from '../op-type.ts';
import type { Tensor } from '../tensor.ts';
import { sliceOp } from './slice.ts';

/** Equal parts along an axis, all at once; the gradient is one concatenation. */
export const splitOp: Op = {
  id: 'split',
  infer: ([x], { axis, parts }) => {
    const { shape, dtype } = x as Tensor;
    const extent = (shape[axis as number] as number) / (parts as number);
    if (!Number.isInteger(extent)) throw new Error(`axis ${axis} of [${shape}] has no ${parts} equal parts`);
    return Array.from({ length: parts as number }, () => ({ shape: shape.map((own, i) => (i === axis ? extent : own)), dtype }));
  },
  gradient: (node, gradients) => {
    const zeros = (part: Tensor) => node.graph.apply('expand', [node.graph.constant([0], part.shape.map(() => 1))], { shape: part.shape })[0] as Tensor;
    return [concat(node.outputs.map((part, i) => gradients[i] ?? zeros(part)), node.attributes.axis as number)];
  },
  onnx: (emitter, node) => {
    const { axis, parts } = node.attributes as { axis: number; parts: number };
    emitter.emit('Split', [emitter.name(node.inputs[0] as Tensor)], { attributes: { axis, num_outputs: parts }, outputs: emitter.outputs(node) });
  },
  evaluate: ([x], { axis }, outputs) =>
    outputs.flatMap(({ shape }, i) => {
      const length = shape[axis as number] as number;
      return sliceOp.evaluate([x as DenseValue], { axis: axis as number, start: i * length, length }, [outputs[i] as Tensor]);
    }),
  examples: [
    { inputs: [[2, 6]], attributes: { axis: 1, parts: 3 } },
    { inputs: [[4, 3]], attributes: { axis: 0, parts: 2 } },
  ],
};
