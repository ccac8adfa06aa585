import { depthForPost } from '../shared/frontier.ts';
import { defineClaim } from '../types.ts';

export const postDepthEqualCompute = defineClaim({
  ...depthForPost('compute'),
  id: 'post-depth-equal-compute',
  statement: {
    en: 'At equal computation Post-Norm gets more out of depth than Pre-Norm.',
    zh: '计算量相同时，后归一化从深度中得到的多于前归一化。',
  },
});
