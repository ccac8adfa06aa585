/** A norm at one site of the model: the normalizer of the site or of the model, with parameters named after the place. */
import { optionValues } from '../core/options.ts';
import { add, mul, reshape } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { everyFeature } from './normalizer/every-feature.ts';
import { normalizers } from './normalizer/index.ts';
import type { NormContext } from './normalizer/types.ts';
import type { NormSite } from './placement/types.ts';
import type { Scope } from './scope.ts';
import type { ModelConfig, Place } from './types.ts';

export interface NormPlace {
  readonly scope: Scope;
  readonly config: ModelConfig;
  /** What its parameters' names begin with: `layers.0.attn.exit_norm`. */
  readonly key: string;
  /** Rows that follow one another in one sequence. */
  readonly seqLen: number;
  readonly place?: Place;
}

/** x [rows, features] normalized as the site asks. */
export const applyNorm = (at: NormPlace, site: NormSite, x: Tensor): Tensor => normalized(at, site, x);

/**
 * The same for x [batch · heads · seqLen, features], each head with a gain and a shift of its own: y_h = γ_h ⊙ N(x_h) + β_h, N being the
 * norm without them. A normalizer with one number for a gain has one for each head; what else it stores, all heads share.
 */
export function applyNormEachHead(at: NormPlace, site: NormSite, x: Tensor, heads: number): Tensor {
  const { scope, key, seqLen, place } = at;
  const features = x.shape.at(-1) as number;
  const apart = [(x.shape[0] as number) / (heads * seqLen), heads, seqLen, features];
  const perHead = (tensor: Tensor): Tensor => reshape(tensor, [heads, 1, tensor.shape[1] as number]);
  let [gain, shift]: (Tensor | undefined)[] = [];
  const weight: NormContext['weight'] = ({ initial = 1, offset = 0, scalar = false } = {}) => {
    const start = initial * (site.gain ?? 1) - offset;
    gain = add(scope.parameter(`${key}.weight`, [heads, scalar ? 1 : features], 'norm-weight', { initial: start, place }), offset);
    return x.node.graph.constant(new Float64Array(scalar ? 1 : features).fill(1 - offset), [scalar ? 1 : features]);
  };
  const bias: NormContext['bias'] = () => {
    shift = scope.parameter(`${key}.bias`, [heads, features], 'norm-bias', { initial: 0, place });
    return everyFeature(x, 0);
  };
  const unit = reshape(normalized(at, site, x, { weight, bias }), apart);
  const scaled = gain ? mul(unit, perHead(gain)) : unit;
  return reshape(shift ? add(scaled, perHead(shift)) : scaled, x.shape);
}

/** The norm, its gain and shift as `own` has them. */
function normalized(
  { scope, config, key, seqLen, place }: NormPlace,
  site: NormSite,
  x: Tensor,
  own: Partial<Pick<NormContext, 'weight' | 'bias'>> = {},
): Tensor {
  const normalizer = normalizers.get(site.normalizer ?? config.normalizer.id);
  const features = [x.shape.at(-1) as number];
  const context: NormContext = {
    train: scope.train,
    seqLen,
    weight: ({ initial = 1, offset = 0, scalar = false } = {}) =>
      scope.parameter(`${key}.weight`, scalar ? [1] : features, 'norm-weight', { initial: initial * (site.gain ?? 1) - offset, place }),
    bias: () => scope.parameter(`${key}.bias`, features, 'norm-bias', { initial: 0, place }),
    scalar: (name, initial) => scope.parameter(`${key}.${name}`, [1], 'scale', { initial, place }),
    running: (name, initial, next) => scope.state(`${key}.${name}`, features, initial, next),
    moveByGradient: (name, of, next) => scope.moveByGradient(`${key}.${name}`, of, next),
    steer: (at, extra) => scope.steer(at, extra),
    step: () => scope.step(),
    ...own,
  };
  // A site with a normalizer of its own does not take the options of the model's.
  const given = site.normalizer === undefined ? config.normalizer : { id: normalizer.id };
  return normalizer.apply(context, x, (given as { eps?: number }).eps ?? normalizer.eps, optionValues(normalizer.options, given));
}
