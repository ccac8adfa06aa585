import type { Tensor } from '../../graph/tensor.ts';

/** A constant vector as long as x has features: a gain or shift that is not a parameter. */
export function everyFeature(x: Tensor, value: number): Tensor {
  const features = x.shape.at(-1) as number;
  return x.node.graph.constant(new Float64Array(features).fill(value), [features]);
}
