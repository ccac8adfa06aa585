import { number } from '../../core/options.ts';
import { definePlacement, norm } from './types.ts';

/** Static hyper-connections: n copies of the stream with learned mixing around Pre-Norm branches; the copies are summed at the end. */
export const hyperConnections = definePlacement({
  id: 'hyper-connections',
  title: { en: 'Hyper-connections', zh: '超连接' },
  paper: { text: 'Zhu et al. 2024, Hyper-Connections', url: 'https://arxiv.org/abs/2409.19606' },
  options: { streams: number(4, 'copies of the stream', { min: 1, max: 64, integer: true }) },
  frame: ({ streams }) => ({ finalNorm: true, residual: { id: 'hyper', streams } }),
  plan: () => ({ input: norm }),
});
