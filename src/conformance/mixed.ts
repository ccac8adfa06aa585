/** Placements that are another one's in one block or one sublayer: what comes of a mistake in one place. */

import { placesOf } from '../model/place.ts';
import type { CustomRule } from '../model/placement/custom-rules.ts';
import { placements } from '../model/placement/index.ts';
import { readPlacement } from '../model/placement/read.ts';
import { type SublayerPlan, scaleFields } from '../model/placement/types.ts';
import type { Choice, ModelConfig, Place } from '../model/types.ts';

export interface Mixed {
  /** `post in layers.1.attn` */
  readonly name: string;
  readonly placement: Choice;
}

/** Sublayers up to which each is tried. */
const few = 8;

/** None for models of two stacks, whose rules are of both, nor where a plan says more than rules can. */
export function mixedPlacements(model: ModelConfig): Mixed[] {
  const places = placesOf(model);
  const own = readPlacement(model);
  if (places.length > few || new Set(places.map(({ stack }) => stack)).size > 1) return [];
  const { finalNorm, embeddingNorm, residual } = own.frame;
  const around = { id: 'custom', finalNorm, embeddingNorm: embeddingNorm !== undefined, residual };
  const parts = [...new Set(places.flatMap(({ block, key }) => [block, key]))];
  const others = placements.members.filter(({ id, written }) => id !== model.placement.id && !written);
  return others.flatMap(({ id }) => {
    const other = readPlacement({ ...model, placement: { id } });
    return parts.flatMap((part) => {
      const inside = ({ block, key }: Place) => block === part || key === part;
      const rules = places.map((place) => ruleOf(place, (inside(place) ? other : own).plan(place)));
      return rules.every((rule) => rule !== undefined) ? [{ name: `${id} in ${part}`, placement: { ...around, rules } }] : [];
    });
  });
}

/** The plan of one place as a rule; undefined where a factor is more than a number. */
function ruleOf({ sublayer, layer }: Place, plan: SublayerPlan): CustomRule | undefined {
  const written = Object.entries(plan).every(
    ([field, value]) => !(field in scaleFields) || value === undefined || typeof value === 'number',
  );
  return written ? ({ ...plan, sublayers: [sublayer], layers: layer + 1 } as CustomRule) : undefined;
}
