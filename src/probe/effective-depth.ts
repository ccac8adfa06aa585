import { blocksOf, lossOf, without } from './loss.ts';
import { type Probe, whole } from './types.ts';

/** How much worse the loss may be, as a share of it. */
const tolerance = 0.05;

/**
 * How many blocks the loss needs. Blocks are ranked by what leaving out each alone costs, and taken out together from the cheapest on
 * (one ranking for all, as Men et al. 2024 prune; what they rank by block influence is ranked by loss here). The effective depth is
 * the smallest number of blocks with which the loss is at most 1.05 times that of the whole; NaN where that loss is not finite.
 */
export const effectiveDepth: Probe = {
  id: 'effective-depth',
  title: { en: 'Effective depth', zh: '有效深度' },
  definition: {
    en: 'the least number of blocks with which the validation loss is within 5%, taking out first what costs least alone; the loss after each removal',
    zh: '使验证损失相差不超过 5% 所需的最少块数，先去掉单独跳过代价最小的块；以及每次去掉之后的损失',
  },
  paper: { text: 'Men et al. 2024, ShortGPT', url: 'https://arxiv.org/abs/2403.03853' },
  measure: async (subject) => {
    const { model } = subject;
    const full = await lossOf(subject);
    const ranked: { key: string; loss: number }[] = [];
    for (const { key } of blocksOf(model)) ranked.push({ key, loss: await lossOf(subject, without(model, new Set([key]))) });
    // A loss that is not a number is worse than every other.
    const cost = ({ loss }: { loss: number }) => (Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss);
    ranked.sort((a, b) => (cost(a) < cost(b) ? -1 : cost(a) > cost(b) ? 1 : 0));
    const losses: number[] = [];
    for (const count of ranked.keys()) {
      losses.push(await lossOf(subject, without(model, new Set(ranked.slice(0, count + 1).map(({ key }) => key)))));
    }
    const spared = losses.findLastIndex((loss) => loss <= full * (1 + tolerance)) + 1;
    // Nothing is within 5% of a loss that is not a number, everything of an infinite one.
    const needed = Number.isFinite(full) ? ranked.length - spared : Number.NaN;
    return [
      { id: 'effective-depth/blocks', labels: [whole], values: [needed] },
      { id: 'effective-depth/share', labels: [whole], values: [needed / ranked.length] },
      { id: 'effective-depth/loss', labels: ranked.map(({ key }) => key), values: losses },
    ];
  },
};
