import { depthForPost } from '../shared/frontier.ts';
import { defineClaim } from '../types.ts';

export const postDepthEqualParameters = defineClaim({
  ...depthForPost('parameters'),
  id: 'post-depth-equal-parameters',
  statement: {
    en: 'At equal parameters Post-Norm gets more out of depth than Pre-Norm.',
    zh: '参数量相同时，后归一化从深度中得到的多于前归一化。',
  },
});
