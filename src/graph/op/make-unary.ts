import type { ElementFunction } from '../lowering.ts';
import type { Example, Op, Tensor } from '../tensor.ts';

interface Unary {
  readonly id: ElementFunction | 'detach';
  /** ONNX operator of the same meaning. */
  readonly onnx: string;
  readonly domain?: string;
  readonly f: (x: number) => number;
  /** Gradient of the input given that of the output, x and y = f(x). */
  readonly gradient: ((dy: Tensor, x: Tensor, y: Tensor) => Tensor) | 'none';
  readonly range?: Example['range'];
}

/** An op that acts on each element by itself. */
export const unary = ({ id, onnx, domain, f, gradient, range }: Unary): Op => ({
  id,
  infer: ([x]) => [x as { shape: readonly number[]; dtype: 'float' }],
  ...(gradient !== 'none' && {
    gradient: (node, [dy]) => [gradient(dy as Tensor, node.inputs[0] as Tensor, node.outputs[0] as Tensor)],
  }),
  onnx: (emitter, node) => {
    emitter.emit(onnx, node.inputs.map(emitter.name), { domain, outputs: emitter.outputs(node) });
  },
  lower: (lowering, node) => {
    const x = lowering.of(node.inputs[0] as Tensor);
    return [id === 'detach' ? x : lowering.map(id, x)];
  },
  evaluate: ([x]) => [(x as { data: Float64Array }).data.map(f)],
  examples: [{ inputs: [[3, 4]], ...(range && { range }) }],
});
