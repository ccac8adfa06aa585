/**
 * Whole sublayers or blocks left out of a training step, the same for the whole batch, as the host drew it and feeds it.
 *
 * `sublayer` (stochastic depth, Huang et al. 2016, scaled as timm's DropPath is): y = exit(c·(a·x + m·b·output(f))), m = 0 with probability
 * p and else 1/(1 − p), so that what is written has the expectation that it has in evaluation, where m = 1. `block` (LayerDrop, Fan et
 * al. 2019): the streams behind a block are those before it with probability p, norms and all; nothing is scaled, and evaluation passes
 * every block: its branches count for more than they did on the average of training, by 1/(1 − p).
 *
 * Growing linearly, block l of L, from 1, has p·l/L.
 */
import { choice, number } from '../core/options.ts';
import { add, mul, sub } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Scope } from './scope.ts';
import type { LayerDrop, ModelConfig, Place } from './types.ts';

export const layerDropOptions = {
  rate: number(0, { en: 'probability of being left out', zh: '被略去的概率' }, { min: 0, max: 0.999 }),
  unit: choice(['block', 'sublayer'], 'block', {
    en: 'whole blocks (LayerDrop), or single branches, scaled by 1/(1 − rate) where they are kept (stochastic depth)',
    zh: '整块（LayerDrop），或单个支路，保留时乘以 1/(1 − rate)（随机深度）',
  }),
  growth: choice(['constant', 'linear'], 'constant', {
    en: 'the same at every depth, or growing with the block up to the rate',
    zh: '各深度相同，或随块数线性增至 rate',
  }),
};

interface Built {
  readonly scope: Scope;
  readonly config: ModelConfig;
}

/** What a branch that is written at this place is multiplied with; 1 where nothing is dropped by sublayers. */
export const branchFactor = ({ scope, config }: Built, place: Place): Tensor | number =>
  factor(scope, config.layerDrop, 'sublayer', `${place.key}.drop`, place, (rate) => 1 / (1 - rate));

/** The streams behind a block, or those before it where the block is left out. */
export function blockOrNot(
  { scope, config }: Built,
  place: Place,
  before: readonly Tensor[],
  behind: readonly Tensor[],
): readonly Tensor[] {
  const kept = factor(scope, config.layerDrop, 'block', `${place.block}.drop`, place, () => 1);
  if (kept === 1) return behind;
  return behind.map((stream, i) => add(mul(stream, kept), mul(before[i] as Tensor, sub(1, kept))));
}

function factor(
  scope: Scope,
  drop: LayerDrop | undefined,
  unit: LayerDrop['unit'],
  name: string,
  { layer, depth }: Place,
  kept: (rate: number) => number,
): Tensor | number {
  if (!scope.train || !drop || drop.unit !== unit || drop.rate === 0) return 1;
  const rate = drop.growth === 'linear' ? (drop.rate * (layer + 1)) / depth : drop.rate;
  return scope.whole(name, { rate, kept: kept(rate) });
}
