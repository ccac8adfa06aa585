import { definePlacement, norm } from './types.ts';

/** y = LN(x + Attn(x)); x <- LN(x + FFN(y)): the identity of the FFN is the block's input, so that it crosses one norm per block. */
export const span = definePlacement({
  id: 'span',
  title: { en: 'SpanNorm', zh: '跨块归一化 SpanNorm' },
  paper: { text: 'SpanNorm 2026', url: 'https://arxiv.org/abs/2601.22580' },
  frame: { finalNorm: false },
  plan: ({ sublayer }) => ({ exit: norm, ...(sublayer === 'ffn' && { identity: ['block'] }) }),
});
