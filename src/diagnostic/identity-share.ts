import { add, div, sumSquares } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { everySublayer } from '../model/taps.ts';
import { type Diagnostic, stack } from './types.ts';

/** How much of each sum the identity brings: ‖identity‖² / (‖identity‖² + ‖write‖²); the branch has the rest. */
export const identityShare: Diagnostic = {
  id: 'identity-share',
  title: { en: 'Identity share', zh: '恒等支路占比' },
  definition: {
    en: '‖identity‖² / (‖identity‖² + ‖write‖²) of each sum, 0 to 1; the branch share is the rest',
    zh: '每个和的 ‖identity‖² / (‖identity‖² + ‖write‖²)，0 到 1；其余为支路占比',
  },
  needs: ['taps'],
  measure: ({ config, scope }) => {
    const energies = (tap: 'identity' | 'write') =>
      stack(everySublayer(config, tap).map((label) => sumSquares(scope.taps.get(label) as Tensor)));
    const [identity, write] = [energies('identity'), energies('write')];
    return [{ id: 'identity-share', labels: everySublayer(config, 'sum'), values: div(identity, add(identity, write)) }];
  },
};
