import { div, mean, square } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { type Diagnostic, stack, streamsOf } from './types.ts';

/**
 * How unevenly the stream's energy lies on its features, after each block. Per token E[x⁴] / E[x²]² over the features (Elhage et al.
 * 2023, "Privileged Bases in the Transformer Residual Stream"; 3 for Gaussian numbers), mean over tokens; and over the features'
 * own energies s_j² = E[x_j²] over tokens, E[s⁴] / E[s²]² (He et al. 2024, arXiv 2405.19279; 1 when all are alike, dModel when one has all).
 */
export const kurtosis: Diagnostic = {
  id: 'kurtosis',
  title: { en: 'Kurtosis', zh: '峰度' },
  definition: {
    en: 'of the stream after each block: E[x⁴] / E[x²]² over features, mean over tokens (token); the same of the features’ RMS over tokens, 1 to dModel (feature)',
    zh: '每块之后的残差流：特征上的 E[x⁴] / E[x²]²，取词元平均（token）；对各特征在词元上的均方根求同一量，1 到 dModel（feature）',
  },
  needs: ['taps'],
  measure: (context) => {
    const all = streamsOf(context);
    const labels = all.map(({ key }) => key);
    const energies = all.map(({ to }) => square(to));
    return [
      { id: 'kurtosis/token', labels, values: stack(energies.map((energy) => mean(unevenness(energy)))) },
      { id: 'kurtosis/feature', labels, values: stack(energies.map((energy) => unevenness(mean(energy, { axes: [0], keepDims: true })))) },
    ];
  },
};

/** E[e²] / E[e]² over the last axis. */
const unevenness = (energy: Tensor): Tensor => div(mean(square(energy), { axes: [-1] }), square(mean(energy, { axes: [-1] })));
