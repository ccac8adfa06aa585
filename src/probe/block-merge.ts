import { blocksOf, joined, lossOf, severalStreams } from './loss.ts';
import { type Probe, whole } from './types.ts';

/**
 * Validation loss when two neighbouring blocks read the same stream: in each sublayer x + F(x) becomes x + F_l(x) + F_{l+1}(x)
 * within the placement's equation, as of one block of twice the width. Where the loss hardly moves, the second block made no use of
 * what the first had written: depth given up for width (Su Jianlin 2022, kexue.fm/archives/9009).
 */
export const blockMerge: Probe = {
  id: 'block-merge',
  title: { en: 'Neighbours side by side', zh: '相邻两块并行' },
  definition: {
    en: 'validation loss when two neighbouring blocks read the same stream, x + F_l(x) + F_{l+1}(x) in each sublayer, and its change; the model as it is under “model”',
    zh: '相邻两块读取同一残差流（每个子层为 x + F_l(x) + F_{l+1}(x)）时的验证损失及其变化；原模型见 model',
  },
  paper: { text: 'Su Jianlin 2022, Why is Pre Norm not as good as Post Norm?', url: 'https://kexue.fm/archives/9009' },
  refusal: ({ model }) => severalStreams(model, 'block-merge'),
  measure: async (subject) => {
    const all = blocksOf(subject.model);
    const pairs = all.flatMap((block, i) => {
      const next = all[i + 1];
      return next?.stack === block.stack ? [[block.key, next.key] as const] : [];
    });
    const labels = pairs.map((pair) => pair.join(' + '));
    const full = await lossOf(subject);
    const losses: number[] = [];
    for (const pair of pairs) losses.push(await lossOf(subject, joined(subject.model, pair)));
    return [
      { id: 'block-merge/full', labels: [whole], values: [full] },
      { id: 'block-merge/loss', labels, values: losses },
      { id: 'block-merge/change', labels, values: losses.map((loss) => loss - full) },
    ];
  },
};
