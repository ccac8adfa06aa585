/** Placements that come to the same model: told by their plans, whatever they are called. */
import { canonicalJson } from '../../core/json.ts';
import { optionValues } from '../../core/options.ts';
import { type NetworkShape, placesOf } from '../place.ts';
import { ruleOf } from '../residual/index.ts';
import type { ModelConfig, Place } from '../types.ts';
import { placements } from './index.ts';
import { type PlacementConfig, type ReadPlacement, readPlacement } from './read.ts';
import { normSites } from './sites.ts';
import { type Frame, type NormField, type NormSite, type ScaleField, type SublayerPlan, scaleFields } from './types.ts';

export type PlannedModel = NetworkShape & PlacementConfig & Pick<ModelConfig, 'normalizer'>;

/** As deep as a spec may say: where a rule that depends on the depth shows itself. */
const deep = 1000;

/** Factors and shifts that change nothing, where that is not 1. */
const neutral: Readonly<Partial<Record<ScaleField, (place: Place) => number>>> = {
  inputShift: () => 0,
  innerShift: () => 0,
  logitScale: ({ dHead }) => 1 / Math.sqrt(dHead),
};

/** The plan without what says nothing: neutral numbers, gains of 1, the stream where the stream is meant anyway. */
function plainPlan(plan: SublayerPlan, place: Place): SublayerPlan {
  const { sumDetached, from, identity, ...fields } = plan;
  const kept = Object.entries(fields).flatMap(([field, value]) => {
    if (field in scaleFields) return value === (neutral[field as ScaleField]?.(place) ?? 1) ? [] : [[field, value]];
    return value === undefined ? [] : [[field, plainSite(value as NormSite, field as NormField)]];
  });
  const rest: SublayerPlan = Object.fromEntries(kept);
  return {
    ...rest,
    ...(sumDetached && rest.sumScale !== undefined && { sumDetached }),
    ...(from === 'block' && { from }),
    ...(identity && identity.join() !== 'stream' && { identity }),
  };
}

function plainSite({ gain, acrossHeads, eachHead, ...site }: NormSite, field: NormField | 'embedding'): NormSite {
  const inner = field === 'inner';
  return {
    ...site,
    ...(gain !== undefined && gain !== 1 && { gain }),
    ...(eachHead && { eachHead }),
    // All heads together is what is usual for the inner norm, and for no other.
    ...((acrossHeads ?? inner) !== inner && !(inner && eachHead) && { acrossHeads }),
  };
}

/** The same of what stands around the blocks. */
function plainFrame({ residual, embeddingNorm, ...frame }: Frame): Frame {
  const { rule, options } = ruleOf(residual);
  return {
    ...frame,
    ...(embeddingNorm && { embeddingNorm: plainSite(embeddingNorm, 'embedding') }),
    residual: { id: rule.id, ...options },
  };
}

const framesOf = (model: PlannedModel, { frameOf }: ReadPlacement): Frame[] =>
  [...new Set(placesOf(model).map(({ stack }) => stack))].map(frameOf);

const planText = ({ plan }: ReadPlacement, place: Place): string => canonicalJson(plainPlan(plan(place), place));

/**
 * The fields of a model in which norms stand, as what they come to. Two models that are equal in this and in all their other fields
 * are the same function of the same parameters.
 */
export function comesTo(model: PlannedModel) {
  const read = readPlacement(model);
  const plans = placesOf(model).map((place) => plainPlan(read.plan(place), place));
  const own = normSites(model).some(({ normalizer }) => normalizer === undefined);
  return {
    placement: { frames: framesOf(model, read).map(plainFrame), plans },
    attentionNorm: undefined,
    finalNorm: undefined,
    embeddingNorm: undefined,
    memoryNorm: undefined,
    // A normalizer that stands nowhere says nothing.
    normalizer: own ? model.normalizer : undefined,
  };
}

/** Whether two placements of one model come to the same; the first place that differs ends it. */
function alike(model: PlannedModel, placement: PlannedModel['placement']): boolean {
  const [own, other] = [readPlacement(model), readPlacement({ ...model, placement })];
  const framesText = (read: ReadPlacement) => canonicalJson(framesOf(model, read).map(plainFrame));
  if (framesText(own) !== framesText(other)) return false;
  return placesOf(model).every((place) => planText(own, place) === planText(other, place));
}

/** Whether deeper models of this placement have plans that this one has not. */
function hasMoreBelow(model: PlannedModel): boolean {
  const textsOf = (one: PlannedModel) => {
    const read = readPlacement(one);
    return new Set(placesOf(one).map((place) => planText(read, place)));
  };
  const here = textsOf(model);
  return [...textsOf({ ...model, nLayers: deep, nEncoderLayers: deep })].some((text) => !here.has(text));
}

/**
 * The placement that a model's own comes to at its depth: another one, which it is not in deeper models, or its own with the
 * options that were given left out. Undefined where it is what it is called.
 */
export function alikeHere(model: PlannedModel): string | undefined {
  const { id } = model.placement;
  const { options } = placements.get(id);
  const other = placements.members.find((member) => member.id !== id && !member.written && alike(model, { id: member.id }));
  if (other && hasMoreBelow(model)) return other.id;
  const defaults = optionValues(options, {});
  const given = Object.entries(optionValues(options, model.placement)).some(([name, value]) => value !== defaults[name]);
  return given && alike(model, { id }) ? id : undefined;
}
