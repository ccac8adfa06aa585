/** Where a sublayer is being built: everything its parts need to know. */
import type { Tensor } from '../graph/tensor.ts';
import { applyNorm, applyNormEachHead } from './norm.ts';
import type { NormField, SublayerPlan } from './placement/types.ts';
import { type ScaleSite, scaled } from './scale/tensor.ts';
import type { Scale } from './scale/types.ts';
import type { Scope } from './scope.ts';
import type { ModelConfig, Place } from './types.ts';

export interface Site {
  readonly scope: Scope;
  readonly config: ModelConfig;
  readonly place: Place;
  readonly plan: SublayerPlan;
  /** Positions of a sequence of this stack. */
  readonly seqLen: number;
  /** Whether a position sees only those before it. */
  readonly causal: boolean;
  /** Added to the scores of self-attention, [batch, 1, 1, seqLen]: very negative where there is only padding. */
  readonly bias?: Tensor;
  /** What the stack before this one returned, for cross-attention. */
  readonly memory?: Memory;
}

export interface Memory {
  /** [batch · seqLen, dModel] */
  readonly stream: Tensor;
  readonly seqLen: number;
  /** Added to the scores: very negative where there is only padding; [batch, 1, 1, seqLen]. */
  readonly bias?: Tensor;
}

/** The norm that the plan has at a site, or x itself. x is [rows, features], or [batch · heads · positions, dHead] where `heads` says how many. */
export function normAt({ scope, config, place, plan, seqLen }: Site, field: NormField, x: Tensor, heads?: number): Tensor {
  const norm = plan[field];
  if (!norm) return x;
  const key = `${norm.shared ? place.block : place.key}.${field}_norm`;
  const at = { scope, config, key, seqLen, place };
  return norm.eachHead && heads !== undefined ? applyNormEachHead(at, norm, x, heads) : applyNorm(at, norm, x);
}

export const scaleSite = ({ scope, config, place }: Site): ScaleSite => ({
  scope,
  key: place.key,
  block: place.block,
  place,
  lengths: { scalar: 1, feature: config.dModel, head: config.nHeads },
});

/** x times a scale of the plan. */
export const scaledAt = (site: Site, x: Tensor, scale: Scale | undefined): Tensor => scaled(scaleSite(site), x, scale);
