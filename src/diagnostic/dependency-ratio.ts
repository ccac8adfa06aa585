import { div, mean, square, sub } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { everySublayer, type SublayerTap } from '../model/taps.ts';
import { type Diagnostic, stack } from './types.ts';

/** Dependency on the residual branch (Liu et al. 2020, Admin, arXiv 2004.08249): Var[write] / Var[identity + write] of each sum. */
export const dependencyRatio: Diagnostic = {
  id: 'dependency-ratio',
  title: { en: 'Dependency on the branch', zh: '对残差支路的依赖' },
  definition: {
    en: 'Var[write] / Var[identity + write] of each sum, over tokens and features',
    zh: '每个和的 Var[write] / Var[identity + write]，取词元和特征',
  },
  needs: ['taps'],
  measure: ({ config, scope }) => {
    const variances = (tap: SublayerTap) => stack(everySublayer(config, tap).map((label) => variance(scope.taps.get(label) as Tensor)));
    return [{ id: 'dependency-ratio', labels: everySublayer(config, 'sum'), values: div(variances('write'), variances('sum')) }];
  },
};

const variance = (x: Tensor): Tensor => mean(square(sub(x, mean(x))));
