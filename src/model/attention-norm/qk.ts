import { sitesOf, spanned } from './span.ts';
import { defineAttentionNorm } from './types.ts';

/**
 * Bounds the attention logits: one norm for all heads in ViT-22B, Qwen 3 and Gemma 3, a gain for each head in Chameleon and Cohere's
 * Command R+, over the whole projection in OLMo 2. Before the rotation there, after it in Llama 4 and Hunyuan.
 */
export const qk = defineAttentionNorm({
  id: 'qk',
  title: { en: 'QK-norm', zh: '查询键归一化 QK-norm' },
  paper: { text: 'Dehghani et al. 2023, Scaling Vision Transformers to 22 Billion Parameters', url: 'https://arxiv.org/abs/2302.05442' },
  options: spanned,
  plan: (options) => {
    const { qk: site } = sitesOf(options);
    return { q: site, k: site };
  },
  about: {
    en: 'Bounds the attention logits; the most adopted change of the last years (Qwen 3, Gemma 3, OLMo 2).',
    zh: '限制注意力 logits 的大小；近年采用最多的改动（Qwen 3、Gemma 3、OLMo 2）。',
  },
});
