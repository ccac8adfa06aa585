import { div, mul, sqrt, sum, sumSquares } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { everyBlockEnd } from '../model/taps.ts';
import { type Diagnostic, stack } from './types.ts';

/** Cosine between the stream after each block and the embedding it began with (Su Jianlin 2021: 2^(-n/2) for Post). */
export const embeddingShare: Diagnostic = {
  id: 'embedding-share',
  title: { en: 'Embedding share', zh: '嵌入占比' },
  definition: {
    en: '⟨x_l, x_0⟩ / (‖x_l‖·‖x_0‖) after each block, over all tokens; of the stack that answers',
    zh: '每块之后的 ⟨x_l, x_0⟩ / (‖x_l‖·‖x_0‖)，取全部词元；只看给出答案的那一侧',
  },
  needs: ['taps'],
  measure: ({ config, scope }) => {
    const start = scope.taps.get('embed.out') as Tensor;
    const labels = everyBlockEnd(config, 'stream_out').filter((label) => !label.startsWith('encoder.'));
    const streams = labels.map((label) => scope.taps.get(label) as Tensor);
    const along = stack(streams.map((x) => sum(mul(x, start))));
    const lengths = sqrt(mul(stack(streams.map((x) => sumSquares(x))), sumSquares(start)));
    return [{ id: 'embedding-share', labels, values: div(along, lengths) }];
  },
};
