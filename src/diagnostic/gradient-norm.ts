import { sqrt, sum, sumSquares } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { blocks, type Diagnostic, matrices, matricesOf, stack } from './types.ts';

/** Frobenius norm of the gradient: per weight matrix, per block, and of the last FFN matrix (Xiong et al. 2020). */
export const gradientNorm: Diagnostic = {
  id: 'gradient-norm',
  title: { en: 'Gradient norm', zh: '梯度范数' },
  definition: {
    en: '‖∂loss/∂W‖ per weight matrix; per block over its matrices; last-ffn is fc2 of the last block',
    zh: '每个权重矩阵的 ‖∂loss/∂W‖；每块按其全部矩阵合计；last-ffn 为最后一块的 fc2',
  },
  needs: ['gradients'],
  measure: (context) => {
    const energy = (key: string) => sumSquares(context.gradients.get(key) as Tensor);
    const keys = matrices(context);
    const blockKeys = blocks(context);
    const lastFfn = `${blockKeys.at(-1)}.ffn.fc2.weight`;
    return [
      { id: 'gradient-norm/matrix', labels: keys, values: sqrt(stack(keys.map(energy))) },
      {
        id: 'gradient-norm/layer',
        labels: blockKeys,
        values: sqrt(stack(blockKeys.map((block) => sum(stack(matricesOf(context, block).map(energy)))))),
      },
      { id: 'gradient-norm/last-ffn', labels: [lastFfn], values: sqrt(stack([energy(lastFfn)])), ofEnd: true },
    ];
  },
};
