import { number } from '../../core/options.ts';
import { add, mul, slice, sum } from '../../graph/math.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { Site } from '../site.ts';
import type { Residual, Streams } from './types.ts';

/**
 * Static hyper-connections: n copies of the stream; a sublayer reads one mixture of them and adds its output to each by a learned
 * factor while they mix among themselves. At the start sublayer k reads copy k mod n and nothing mixes.
 * For taps the stream is the sum of the copies, which is what the final norm reads.
 */
export const hyper: Residual = {
  id: 'hyper',
  title: { en: 'several streams with learned mixing', zh: '可学习混合的多条流' },
  equation: () => ({
    en: 'F reads Σ r_j h_j; h_i ← w_i·F + Σ m_ji h_j; out = N(Σ h_i)',
    zh: 'F 读取 Σ r_j h_j；h_i ← w_i·F + Σ m_ji h_j；out = N(Σ h_i)',
  }),
  options: { streams: number(4, { en: 'copies of the stream', zh: '残差流的份数' }, { min: 1, max: 64, integer: true }) },
  plain: false,
  unread: ['exit', 'streamScale', 'sumScale'],
  start: (_embedded, { normed }, { streams }) => Array.from({ length: streams as number }, () => normed),
  read: (site, streams) => {
    const { read, mix } = learnedMixing(site, streams.length);
    return { stream: mixture(read, streams), identity: mixture(sum(mix, { axes: [1] }), streams) };
  },
  wrote: (site, streams, write) => mul(write, sum(learnedMixing(site, streams.length).write)),
  next: (site, streams, { write }) => {
    const learned = learnedMixing(site, streams.length);
    return streams.map((_, i) => add(mixture(slice(learned.mix, 1, i, 1), streams), mul(write, slice(learned.write, 0, i, 1))));
  },
  finish: (streams, { finalNorm }) => finalNorm(streams.reduce((a, b) => add(a, b))),
};

/** Σ c_j h_j; coefficients [n] or [n, 1]. */
const mixture = (coefficients: Tensor, streams: Streams): Tensor =>
  streams.map((stream, j) => mul(stream, slice(coefficients, 0, j, 1))).reduce((a, b) => add(a, b));

function learnedMixing({ scope, place }: Site, n: number) {
  const at = (name: string, shape: readonly number[], initial: number | readonly number[]) =>
    scope.parameter(`${place.key}.stream_${name}`, shape, 'scale', { initial, place });
  const own = Array.from({ length: n }, (_, j) => (j === place.index % n ? 1 : 0));
  const identity = Array.from({ length: n * n }, (_, flat) => (flat % (n + 1) === 0 ? 1 : 0));
  return { read: at('read', [n], own), write: at('write', [n], 1), mix: at('mix', [n, n], identity) };
}
