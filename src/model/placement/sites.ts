/** All norms that a model has, by its plans and around its blocks. */
import { type NetworkShape, placesOf } from '../place.ts';
import { type PlacementConfig, readPlacement } from './read.ts';
import { type NormField, type NormSite, norm, normFields } from './types.ts';

export function normSites(config: NetworkShape & PlacementConfig): NormSite[] {
  const read = readPlacement(config);
  const places = placesOf(config);
  const within = places.flatMap((place) => {
    const plan = read.plan(place);
    return (Object.keys(normFields) as NormField[]).map((field) => plan[field]);
  });
  const frames = [...new Set(places.map(({ stack }) => stack))].map(read.frameOf);
  const around = frames.flatMap(({ embeddingNorm, finalNorm }) => [embeddingNorm, finalNorm ? norm : undefined]);
  return [...within, ...around].filter((site) => site !== undefined);
}
