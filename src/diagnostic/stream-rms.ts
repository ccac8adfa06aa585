import { mul, sqrt, sumSquares } from '../graph/math.ts';
import { size, type Tensor } from '../graph/tensor.ts';
import { everySublayer, type SublayerTap } from '../model/taps.ts';
import { type Diagnostic, stack } from './types.ts';

const readings: Readonly<Record<string, SublayerTap>> = { in: 'stream_in', sum: 'sum', out: 'stream_out' };

/** Root mean square of the residual stream before the add, right after it, and after the exit norm. */
export const streamRms: Diagnostic = {
  id: 'stream-rms',
  title: { en: 'Stream RMS', zh: '残差流均方根' },
  definition: {
    en: '√mean(x²) over tokens and features, per sublayer: in (before the add), sum (right after), out (after the exit norm)',
    zh: '词元和特征上的 √mean(x²)，按子层：in（相加之前）、sum（刚相加）、out（出口归一化之后）',
  },
  needs: ['taps'],
  measure: ({ config, scope }) =>
    Object.entries(readings).map(([name, tap]) => {
      const labels = everySublayer(config, tap);
      const taps = labels.map((label) => scope.taps.get(label) as Tensor);
      return {
        id: `stream-rms/${name}`,
        labels,
        values: sqrt(stack(taps.map((x) => mul(sumSquares(x), 1 / size(x.shape))))),
      };
    }),
};
