/** What every contestant computes: the shapes, the batches by formula, the optimizer, and what one step costs. */

/** Depth, width and context. The first is what a study trains unless it is told otherwise. */
export const allShapes = ['6x48@32', '4x64@128', '12x128@128', '6x256@128', '6x512@128'];
export const quickShapes = allShapes.slice(0, 3);

const usual = { heads: 4, context: 128, batch: 16, vocab: 65 };

/** AdamW as it is by default here and, apart from the matrices it decays, in PyTorch; no clipping, a constant rate. */
export const adamW = { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0.01 };

/**
 * @param text depth, width and perhaps context, such as "12x128" or "6x48@32".
 * @param sizes sizes other than the usual, for shapes that do not name theirs.
 */
export function shapeOf(text, sizes = {}) {
  const [, depth, width, context] = /^([1-9]\d*)x([1-9]\d*)(?:@([1-9]\d*))?$/.exec(text) ?? [];
  if (!depth) throw new RangeError(`--shapes: "${text}" is no depth and width such as 12x128, nor with a context such as 6x48@32`);
  const shape = { ...usual, ...sizes, depth: Number(depth), width: Number(width), ...(context && { context: Number(context) }) };
  if (shape.width % shape.heads !== 0)
    throw new RangeError(`--shapes: in "${text}" the width is no multiple of ${shape.heads}, the number of heads`);
  return shape;
}

export const nameOf = ({ depth, width, context }) => `${depth}x${width}@${context}`;

/** Tokens and targets of one step, [batch · context] each: the same in every language because they are no random numbers. */
export function batchAt({ batch, context, vocab }, step) {
  const pattern = (factor) => Int32Array.from({ length: batch * context }, (_, i) => (i * factor + step) % vocab);
  return { tokens: pattern(7), targets: pattern(11) };
}

/**
 * Model FLOPs of a step: the matrix products of the forward pass, three times (a backward pass has two products for each), counting
 * a multiplication and an addition as two. Attention counts in full, T × T scores, masked half included, as is the custom.
 */
export function stepFlops({ depth, width, context, batch, vocab }) {
  const projections = (3 + 1 + 4 + 4) * width * width;
  const attention = 2 * context * width;
  const perToken = depth * (projections + attention) + width * vocab;
  return 3 * 2 * batch * context * perToken;
}
