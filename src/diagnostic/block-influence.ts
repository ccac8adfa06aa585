import { mean } from '../graph/math.ts';
import { departure } from './angle.ts';
import { type Diagnostic, stack, streamsOf } from './types.ts';

/** Block influence (Men et al. 2024, ShortGPT, arXiv 2403.03853): 1 − E[cos(x_l, x_{l+1})] over tokens; blocks of little influence are cut first. */
export const blockInfluence: Diagnostic = {
  id: 'block-influence',
  title: { en: 'Block influence', zh: '块影响' },
  definition: { en: '1 − cos between input and output of a block, mean over tokens', zh: '块的输入与输出之间的 1 − cos，取词元平均' },
  needs: ['taps'],
  measure: (context) => {
    const all = streamsOf(context);
    const values = stack(all.map(({ from, to }) => mean(departure(from, to))));
    return [{ id: 'block-influence', labels: all.map(({ key }) => key), values }];
  },
};
