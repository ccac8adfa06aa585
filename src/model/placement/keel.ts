import { definePlacement, norm } from './types.ts';

/** x <- LN(α x + F(LN(x))), α the number of sublayers; the first attention has no outer norm, it and the first FFN no α. */
export const keel = definePlacement({
  id: 'keel',
  title: { en: 'Keel', zh: '龙骨归一化 Keel' },
  paper: { text: 'ByteDance 2026, Keel', url: 'https://arxiv.org/abs/2601.19895' },
  constants: ({ count }) => ({ alpha: count }),
  frame: { finalNorm: false },
  plan: ({ index, layer, sublayer, count }) => ({
    input: norm,
    ...(index > 0 && { exit: norm }),
    ...((layer > 0 || sublayer === 'cross') && { streamScale: count }),
  }),
});
