/** A placement with its options, as the model reads it. */
import { optionValues } from '../../core/options.ts';
import { attentionNorms } from '../attention-norm/index.ts';
import type { ModelConfig, Place } from '../types.ts';
import { placements } from './index.ts';
import type { Constants, Frame, Placement, SublayerPlan } from './types.ts';
import { norm } from './types.ts';

export interface ReadPlacement {
  readonly placement: Placement;
  readonly frame: Frame;
  constants(place: Place): Constants;
  plan(place: Place): SublayerPlan;
}

export type PlacementConfig = Pick<ModelConfig, 'placement' | 'attentionNorm' | 'finalNorm' | 'embeddingNorm' | 'dModel'>;

/** The plan at every place. Norms on q, k and v that the placement has itself stand instead of the model's attention norm. */
export function readPlacement(config: PlacementConfig): ReadPlacement {
  const placement = placements.get(config.placement.id);
  const options = withDefaults(placement.options, config.placement);
  const frame = placement.frame(options, config);
  const attention = attentionNorms.get(config.attentionNorm.id);
  const attentionPlan = attention.plan(optionValues(attention.options, config.attentionNorm));
  const embedding = config.embeddingNorm ?? frame.embeddingNorm !== undefined;
  return {
    placement,
    frame: {
      ...frame,
      finalNorm: config.finalNorm ?? frame.finalNorm,
      embeddingNorm: embedding ? (frame.embeddingNorm ?? norm) : undefined,
    },
    constants: (place) => placement.constants(place, options),
    plan: (place) => {
      const own = placement.plan(place, options);
      return place.sublayer === 'attn' && !own.q && !own.k && !own.v ? { ...attentionPlan, ...own } : own;
    },
  };
}

/** Declared options by default; what else a placement was given, it reads itself. */
const withDefaults = (specs: Placement['options'], given: ModelConfig['placement']) => ({ ...given, ...optionValues(specs, given) });
