import { div, sqrt, sub, sumSquares } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { buildTransformer } from '../model/transformer.ts';
import { type Diagnostic, stack } from './types.ts';

/** What the head reads, and what it answers. */
const outputs = ['final.out', 'logits'] as const;

/**
 * The magnitude of one update of the function (Wang et al. 2022, DeepNet, arXiv 2203.00555): ‖F(x, θ_{t+1}) − F(x, θ_t)‖, here over
 * ‖F(x, θ_t)‖, on the batch of the step. It costs a second forward pass. Models in pieces have no program that holds it all:
 * nothing is measured there.
 */
export const updateFunction: Diagnostic = {
  id: 'update-function',
  title: { en: 'Update of the function', zh: '函数的更新' },
  definition: {
    en: '‖F(x, θ after the step) − F(x, θ)‖ / ‖F(x, θ)‖ on the batch of the step, of what the head reads (final.out) and of the logits; not of models in pieces',
    zh: '在这一步的批次上 ‖F(x, 更新后的 θ) − F(x, θ)‖ / ‖F(x, θ)‖，取输出头读取的量（final.out）与 logits；分段的模型不测',
  },
  needs: ['taps', 'updates'],
  wholeOnly: true,
  measure: ({ config, scope, updated }) => {
    const before = outputs.map((label) => scope.taps?.get(label));
    if (before.some((x) => x === undefined)) return [];
    const rows = (before[1] as Tensor).shape[0] as number;
    const batchSize = config.readout === 'sequence' ? rows : rows / config.seqLen;
    const source = (key: string) => updated.get(key) as Tensor;
    const { taps } = buildTransformer(scope.graph, config, { batchSize, train: scope.train, source }).scope;
    const changes = outputs.map((label, i) => {
      const x = before[i] as Tensor;
      return div(sumSquares(sub(taps.get(label) as Tensor, x)), sumSquares(x));
    });
    return [{ id: 'update-function', labels: outputs, values: sqrt(stack(changes)), ofEnd: true }];
  },
};
