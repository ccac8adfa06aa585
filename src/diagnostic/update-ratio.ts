import { div, sqrt, sub, sum, sumSquares } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { blocks, type Diagnostic, matrices, matricesOf, stack } from './types.ts';

/** ‖W_next - W‖ / ‖W‖ of one step, per weight matrix and per block. */
export const updateRatio: Diagnostic = {
  id: 'update-ratio',
  title: { en: 'Update-to-weight ratio', zh: '更新权重比' },
  definition: {
    en: '‖ΔW‖ / ‖W‖ of one optimizer step, per weight matrix; per block over its matrices',
    zh: '一步优化的 ‖ΔW‖ / ‖W‖，按权重矩阵；每块按其全部矩阵合计',
  },
  needs: ['updates'],
  measure: (context) => {
    const weight = (key: string) => context.scope.parameters.get(key)?.tensor as Tensor;
    const moved = (key: string) => sumSquares(sub(context.updated.get(key) as Tensor, weight(key)));
    const held = (key: string) => sumSquares(weight(key));
    const keys = matrices(context);
    const perLayer = (energy: (key: string) => Tensor) =>
      stack(blocks(context).map((block) => sum(stack(matricesOf(context, block).map(energy)))));
    return [
      { id: 'update-ratio/matrix', labels: keys, values: sqrt(div(stack(keys.map(moved)), stack(keys.map(held)))) },
      {
        id: 'update-ratio/layer',
        labels: blocks(context),
        values: sqrt(div(perLayer(moved), perLayer(held))),
      },
    ];
  },
};
