import { div, max, mean, sqrt, square } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { type Diagnostic, stack, streamsOf } from './types.ts';

/** The largest feature against all: max_j s_j / √E_j[s_j²] with s_j² = E[x_j²] over tokens (outlier features: Dettmers et al. 2022, arXiv 2208.07339). */
export const outlier: Diagnostic = {
  id: 'outlier',
  title: { en: 'Outlier feature', zh: '离群特征' },
  definition: {
    en: 'RMS over tokens of the largest feature of the stream after each block / RMS of all features; 1 when all are alike, √dModel when one has all',
    zh: '每块之后残差流最大特征在词元上的均方根 / 全部特征的均方根；全部相同为 1，集中于一个为 √dModel',
  },
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
