import { hybrid } from './hybrid.ts';
import { definePlacement, norm } from './types.ts';

/** HybridNorm whose first block is Pre-Norm besides. */
export const hybridStar = definePlacement({
  id: 'hybrid-star',
  title: { en: 'HybridNorm*', zh: '混合归一化 HybridNorm*' },
  paper: hybrid.paper,
  noCross: true,
  frame: { finalNorm: true },
  plan: (place, options) => {
    const plan = hybrid.plan(place, options);
    return place.layer === 0 ? { ...plan, entry: undefined, input: norm } : plan;
  },
});
