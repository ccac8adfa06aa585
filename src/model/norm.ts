/** A norm at one site of the model: the normalizer of the site or of the model, with parameters named after the place. */
import { optionValues } from '../core/options.ts';
import type { Tensor } from '../graph/tensor.ts';
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
export function applyNorm({ scope, config, key, seqLen, place }: NormPlace, site: NormSite, x: Tensor): Tensor {
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
  };
  // A site with a normalizer of its own does not take the options of the model's.
  const given = site.normalizer === undefined ? config.normalizer : { id: normalizer.id };
  return normalizer.apply(context, x, (given as { eps?: number }).eps ?? normalizer.eps, optionValues(normalizer.options, given));
}
