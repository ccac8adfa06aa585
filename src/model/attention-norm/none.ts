import { defineAttentionNorm } from './types.ts';

export const none = defineAttentionNorm({
  id: 'none',
  title: { en: 'no norm inside attention', zh: '注意力内部不归一化' },
  paper: { text: 'Vaswani et al. 2017, Attention Is All You Need', url: 'https://arxiv.org/abs/1706.03762' },
  plan: () => ({}),
  about: {
    en: 'Attention as it was published: logits grow with the length of queries and keys.',
    zh: '最初的注意力：logits 随查询和键的长度增大。',
  },
});
