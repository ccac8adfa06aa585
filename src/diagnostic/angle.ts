/** Directions of tokens: x and y are [tokens, features], results [tokens, 1]. */
import { add, atan, div, mul, sqrt, sub, sumSquares } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';

const perToken = { axes: [1], keepDims: true };

const length = (x: Tensor): Tensor => sqrt(sumSquares(x, perToken));

const direction = (x: Tensor): Tensor => div(x, length(x));

/** 1 − cos between x and y, as ‖x̂ − ŷ‖²/2: near 0 it keeps the digits that the subtraction loses. */
export const departure = (x: Tensor, y: Tensor): Tensor => mul(sumSquares(sub(direction(x), direction(y)), perToken), 0.5);

/** The angle between x and y in half turns, 0 to 1: 2/π·atan(‖x̂ − ŷ‖ / ‖x̂ + ŷ‖), which keeps the digits that arccos loses. */
export function angle(x: Tensor, y: Tensor): Tensor {
  const [a, b] = [direction(x), direction(y)];
  return mul(atan(div(length(sub(a, b)), length(add(a, b)))), 2 / Math.PI);
}
