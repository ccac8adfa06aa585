import { sitesOf, spanned } from './span.ts';
import { defineAttentionNorm } from './types.ts';

export const qkv = defineAttentionNorm({
  id: 'qkv',
  title: { en: 'QKV-norm', zh: '查询键值归一化 QKV-norm' },
  paper: { text: 'Rybakov et al. 2024, Methods of improving LLM training stability', url: 'https://arxiv.org/abs/2410.16682' },
  options: spanned,
  plan: (options) => {
    const { qk: site, v } = sitesOf(options);
    return { q: site, k: site, v };
  },
  about: {
    en: 'Without an input norm it tolerated 1.5 times the learning rate of QK-norm at 830M parameters (Rybakov et al. 2024).',
    zh: '不用输入归一化时，8.3 亿参数下可承受 QK-norm 1.5 倍的学习率（Rybakov 等 2024）。',
  },
});
