import { div, max, mean, sqrt, square } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { type Diagnostic, stack, streamsOf } from './types.ts';

/** The largest feature against all: max_j s_j / √E_j[s_j²] with s_j² = E[x_j²] over tokens (outlier features: Dettmers et al. 2022, arXiv 2208.07339). */
export const outlier: Diagnostic = {
  id: 'outlier',
  title: 'Outlier feature',
  definition:
    'RMS over tokens of the largest feature of the stream after each block / RMS of all features; 1 when all are alike, √dModel when one has all',
  needs: ['taps'],
  measure: (context) => {
    const all = streamsOf(context);
    return [{ id: 'outlier', labels: all.map(({ key }) => key), values: stack(all.map(({ to }) => largest(to))) }];
  },
};

function largest(x: Tensor): Tensor {
  const energies = mean(square(x), { axes: [0] });
  return sqrt(div(max(energies), mean(energies)));
}
