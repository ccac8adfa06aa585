import type { Residual, Streams } from './types.ts';

const only = ([stream]: Streams) => stream as NonNullable<typeof stream>;

/** One stream. */
export const plain: Residual = {
  id: 'plain',
  title: { en: 'one stream', zh: '一条流' },
  equation: () => ({ en: 'out = N(x)', zh: 'out = N(x)' }),
  options: {},
  plain: true,
  start: (_embedded, { normed }) => [normed],
  read: (_site, streams) => ({ stream: only(streams) }),
  next: (_site, _streams, { out }) => [out],
  finish: (streams, { finalNorm }) => finalNorm(only(streams)),
};
