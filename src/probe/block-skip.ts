import { blocksOf, lossOf, without } from './loss.ts';
import { type Probe, whole } from './types.ts';

/**
 * Validation loss when one block is left out: its input goes to the block after it (Veit et al. 2016; of language models Gromov et
 * al. 2024, Men et al. 2024).
 */
export const blockSkip: Probe = {
  id: 'block-skip',
  title: { en: 'Blocks left out', zh: '跳过一块' },
  definition: {
    en: 'validation loss when one block is left out, and its change; the model as it is under “model”',
    zh: '跳过一块时的验证损失及其变化；原模型见 model',
  },
  paper: { text: 'Gromov et al. 2024, The Unreasonable Ineffectiveness of the Deeper Layers', url: 'https://arxiv.org/abs/2403.17887' },
  measure: async (subject) => {
    const labels = blocksOf(subject.model).map(({ key }) => key);
    const full = await lossOf(subject);
    const losses: number[] = [];
    for (const key of labels) losses.push(await lossOf(subject, without(subject.model, new Set([key]))));
    return [
      { id: 'block-skip/full', labels: [whole], values: [full] },
      { id: 'block-skip/loss', labels, values: losses },
      { id: 'block-skip/change', labels, values: losses.map((loss) => loss - full) },
    ];
  },
};
