import { add, atan, div, mean, mul, sqrt, sumSquares } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { tapName } from '../model/taps.ts';
import type { Place } from '../model/types.ts';
import { angle } from './angle.ts';
import { type Block, type Diagnostic, type DiagnosticContext, stack, streamsOf } from './types.ts';

/**
 * How far a block turns the stream (Gromov et al. 2024, arXiv 2403.17887): (1/π)·arccos of the cosine between its input and output,
 * mean over tokens; Gromov et al. take the last token alone. Beside it the null of a random walk: the same sums, were every write
 * at a right angle to what the stream brings, so that cos = Π √(‖identity‖² / (‖identity‖² + ‖write‖²)) over the block's sublayers.
 */
export const angularDistance: Diagnostic = {
  id: 'angular-distance',
  title: { en: 'Angular distance', zh: '角距离' },
  definition: {
    en: '(1/π)·arccos of the cosine between input and output of a block, mean over tokens, 0 to 1 (block); the same if every write were at a right angle to the identity (walk)',
    zh: '块的输入与输出之间 (1/π)·arccos cos，取词元平均，0 到 1（block）；若每次写入都与恒等支路垂直时的同一量（walk）',
  },
  needs: ['taps'],
  measure: (context) => {
    const all = streamsOf(context);
    const labels = all.map(({ key }) => key);
    return [
      { id: 'angular-distance/block', labels, values: stack(all.map(({ from, to }) => mean(angle(from, to)))) },
      { id: 'angular-distance/walk', labels, values: stack(all.map((block) => mean(walk(context, block)))) },
    ];
  },
};

/** The angle of a block whose writes were all at right angles: tan² = Π (1 + ‖write‖² / ‖identity‖²) − 1. */
function walk({ scope }: DiagnosticContext, { places }: Block): Tensor {
  const energy = (place: Place, tap: 'identity' | 'write') =>
    sumSquares(scope.taps.get(tapName(place, tap)) as Tensor, { axes: [1], keepDims: true });
  const ratios = places.map((place) => div(energy(place, 'write'), energy(place, 'identity')));
  const squaredTangent = ratios.reduce((total, ratio) => add(total, add(ratio, mul(total, ratio))));
  return mul(atan(sqrt(squaredTangent)), 1 / Math.PI);
}
