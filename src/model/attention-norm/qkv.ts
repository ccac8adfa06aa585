import { span } from './span.ts';
import { defineAttentionNorm } from './types.ts';

export const qkv = defineAttentionNorm({
  id: 'qkv',
  title: { en: 'QKV-norm', zh: '查询键值归一化 QKV-norm' },
  paper: { text: 'Rybakov et al. 2024, Methods of improving LLM training stability', url: 'https://arxiv.org/abs/2410.16682' },
  options: { span },
  plan: (options) => {
    const site = { acrossHeads: options.span === 'full' };
    return { q: site, k: site, v: site };
  },
});
