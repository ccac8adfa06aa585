import { definePlacement, norm } from './types.ts';

/** Post-Norm whose last norm of each block also receives the block's input: x <- LN(x_in + y + FFN(y)), y = LN(x_in + Attn(x_in)). */
export const b2t = definePlacement({
  id: 'b2t',
  title: { en: 'B2T connection', zh: '自底向顶连接 B2T' },
  paper: {
    text: 'Takase et al. 2022, B2T Connection: Serving Stability and Performance in Deep Transformers',
    url: 'https://arxiv.org/abs/2206.00330',
  },
  frame: { finalNorm: false },
  plan: ({ sublayer }) => ({ exit: norm, ...(sublayer === 'ffn' && { identity: ['block', 'stream'] }) }),
});
