/** Pieces of a step added up by what they are part of. */

/**
 * @param names of the parts, in order.
 * @param pieces [{ part, ms, gflop }].
 */
export const partsOf = (names, pieces) => names.map((part) => ({ part, ...total(pieces.filter((piece) => piece.part === part)) }));

/** @param pieces [{ kernel, ms, gflop }]; the slowest kernels come first. */
export const kernelsOf = (pieces) =>
  [...new Set(pieces.map(({ kernel }) => kernel))]
    .map((kernel) => {
      const own = pieces.filter((piece) => piece.kernel === kernel);
      return { kernel, calls: own.length, ...total(own) };
    })
    .sort((a, b) => b.ms - a.ms);

const total = (pieces) => ({ ms: sum(pieces, 'ms'), gflop: sum(pieces, 'gflop') });
const sum = (pieces, field) => pieces.reduce((so, piece) => so + piece[field], 0);
