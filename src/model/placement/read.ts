/** A placement with its options, as the model reads it. */
import { optionValues } from '../../core/options.ts';
import { architectures } from '../architecture/index.ts';
import { attentionNorms } from '../attention-norm/index.ts';
import { type ModelConfig, ofStack, type Place } from '../types.ts';
import { placements } from './index.ts';
import type { Constants, Frame, Placement, SublayerPlan } from './types.ts';
import { norm } from './types.ts';

type StackId = Place['stack'];

export interface ReadPlacement {
  readonly placement: Placement;
  /** Of the stack that answers. */
  readonly frame: Frame;
  /** Of any stack: they differ in their norms only. */
  frameOf(stack: StackId): Frame;
  constants(place: Place): Constants;
  plan(place: Place): SublayerPlan;
}

export type PlacementConfig = Pick<
  ModelConfig,
  'architecture' | 'placement' | 'attentionNorm' | 'finalNorm' | 'embeddingNorm' | 'memoryNorm' | 'dModel'
>;

/** The plan at every place. Norms on q, k and v that the placement has itself stand instead of the model's attention norm. */
export function readPlacement(config: PlacementConfig): ReadPlacement {
  const placement = placements.get(config.placement.id);
  const options = withDefaults(placement.options, config.placement);
  const attention = attentionNorms.get(config.attentionNorm.id);
  const attentionPlan = attention.plan(optionValues(attention.options, config.attentionNorm));
  const frameOf = (stack: StackId): Frame => {
    const frame = placement.frame(options, { dModel: config.dModel, stack });
    const embedding = ofStack(config.embeddingNorm, stack) ?? frame.embeddingNorm !== undefined;
    return {
      ...frame,
      finalNorm: ofStack(config.finalNorm, stack) ?? frame.finalNorm,
      embeddingNorm: embedding ? (frame.embeddingNorm ?? norm) : undefined,
    };
  };
  return {
    placement,
    frame: frameOf(answering(config)),
    frameOf,
    constants: (place) => placement.constants(place, options),
    plan: (place) => {
      const own = placement.plan(place, options);
      if (place.sublayer === 'attn') return own.q || own.k || own.v ? own : { ...attentionPlan, ...own };
      if (place.sublayer !== 'cross' || config.memoryNorm === undefined) return own;
      return { ...own, memory: config.memoryNorm ? (own.memory ?? norm) : undefined };
    },
  };
}

const answering = ({ architecture }: Pick<ModelConfig, 'architecture'>): StackId =>
  architectures.get(architecture).stacks({ nLayers: 1, nEncoderLayers: 1 }).at(-1)?.id ?? 'decoder';

/** Declared options by default; what else a placement was given, it reads itself. */
const withDefaults = (specs: Placement['options'], given: ModelConfig['placement']) => ({ ...given, ...optionValues(specs, given) });
