import { call, learned } from '../scale/build.ts';
import { defineAttentionNorm } from './types.ts';

const unit = { normalizer: 'l2' };

/** Logits are cosines times a learned temperature per head, at most 100. */
export const cosine = defineAttentionNorm({
  id: 'cosine',
  title: { en: 'cosine attention', zh: '余弦注意力' },
  paper: { text: 'Liu et al. 2022, Swin Transformer V2', url: 'https://arxiv.org/abs/2111.09883' },
  plan: () => ({
    q: unit,
    k: unit,
    logitScale: call('exp', call('min', learned('logit_scale', Math.log(10), { shape: 'head' }), Math.log(100))),
  }),
  about: {
    en: 'Logits are cosines times a learned factor per head, which is kept at 100 or below.',
    zh: 'logits 是余弦乘以每头一个的可学习系数，该系数不超过 100。',
  },
});
