/** Differences in the order the data passes: where they begin, and how they go on from place to place. */
import type { Difference } from './compare.ts';
import type { KitAnswer, Neighbourhood } from './types.ts';

export interface FirstDeviation extends Difference {
  /** The last activation before it, which agrees. */
  readonly before?: string;
}

/** The first activation beyond the tolerance; undefined where there is none. */
export function firstDeviation(found: readonly Difference[], { activations }: KitAnswer, tolerance: number): FirstDeviation | undefined {
  const errors = errorsOf(found);
  const error = (i: number) => errors.get(`activations/${activations[i]?.key}`) ?? 0;
  const at = activations.findIndex((_, i) => !(error(i) <= tolerance));
  return at < 0 ? undefined : { what: activations[at]?.key as string, error: error(at), before: activations[at - 1]?.key };
}

export interface DepthRow {
  /** A sublayer, or `embed`, `final`, `head`; a block where its sublayers share what deviates. */
  readonly place: string;
  /** Largest error of its activations, and of its parameters' gradients; undefined where it has none. */
  readonly activations?: number;
  readonly gradients?: number;
}

/** Every place that has activations or parameters, in the order the data passes. */
export function byDepth(found: readonly Difference[], { activations, gradients }: KitAnswer): DepthRow[] {
  const errors = errorsOf(found);
  const places = [...new Set(activations.map(({ key }) => placeOf(key)))];
  for (const place of new Set(gradients.map(({ key }) => placeOf(key)))) {
    if (places.includes(place)) continue;
    const inside = places.findIndex((other) => other.startsWith(`${place}.`));
    places.splice(inside < 0 ? places.length : inside, 0, place);
  }
  const worst = (part: 'activations' | 'gradients', tensors: KitAnswer['gradients'], place: string) => {
    const own = tensors.filter(({ key }) => placeOf(key) === place).map(({ key }) => errors.get(`${part}/${key}`) ?? 0);
    return own.length > 0 ? { [part]: Math.max(...own) } : {};
  };
  return places.map((place) => ({ place, ...worst('activations', activations, place), ...worst('gradients', gradients, place) }));
}

const errorsOf = (found: readonly Difference[]) => new Map(found.map(({ what, error }) => [what, error]));

const sublayer = /^((?:encoder\.|decoder\.)?layers\.\d+(?:\.(?:attn|cross|ffn))?)\./;
const around: readonly (readonly [RegExp, string])[] = [
  [/^(token_|position_|patch|embed)/, 'embed'],
  [/^(head|logits)/, 'head'],
  [/^/, 'final'],
];

/** `layers.0.attn`, `layers.0`, `encoder.embed`, `final`; what the answering stack has around its blocks goes without its name. */
function placeOf(key: string): string {
  const inside = sublayer.exec(key)?.[1];
  if (inside) return inside;
  const name = key.replace(/^(encoder|decoder)\./, '');
  const place = around.find(([pattern]) => pattern.test(name))?.[1] as string;
  return key.startsWith('encoder.') ? `encoder.${place}` : place;
}

/** How much nearer a neighbour has to be than the kit's own model. */
const nearer = 10;

/** Neighbours whose loss and gradient norm on the first batch are these within the tolerance, the nearest ones. */
export function fitting(outputs: KitAnswer['outputs'], own: KitAnswer['outputs'], { models }: Neighbourhood, tolerance: number): string[] {
  const given = [outputs.loss, outputs.gradientNorms[0] as number];
  const distance = (loss: number, gradientNorm: number) =>
    Math.max(...[loss, gradientNorm].map((value, i) => Math.abs(value - (given[i] as number)) / Math.max(Math.abs(value), 1e-12)));
  const listed = models.map(({ change, loss, gradientNorm }) => ({ change, error: distance(loss, gradientNorm) }));
  const best = Math.min(...listed.map(({ error }) => error));
  const fits = best <= tolerance && nearer * best < distance(own.loss, own.gradientNorms[0] as number);
  return fits ? listed.filter(({ error }) => error <= Math.max(nearer * best, 1e-13)).map(({ change }) => change) : [];
}

/** How far the places between two sizes of ε at which loss and gradient norm lie may be apart. */
const sameSize = 0.1;

/** The ε at which the kit's model would have about this loss and this gradient norm, between two of those it was computed with. */
export function fittingEps(outputs: KitAnswer['outputs'], own: KitAnswer['outputs'], { eps, models }: Neighbourhood): number | undefined {
  const kit = { eps, loss: own.loss, gradientNorm: own.gradientNorms[0] as number };
  const known = [kit, ...models].flatMap(({ eps: size, ...numbers }) => (size === undefined ? [] : [{ ...numbers, eps: size }]));
  const sized = known.sort((a, b) => a.eps - b.eps);
  for (const [i, high] of sized.slice(1).entries()) {
    const low = sized[i] as typeof high;
    const share = (outputs.loss - low.loss) / (high.loss - low.loss);
    const other = ((outputs.gradientNorms[0] as number) - low.gradientNorm) / (high.gradientNorm - low.gradientNorm);
    if (share >= 0 && share <= 1 && Math.abs(share - other) <= sameSize) return low.eps + share * (high.eps - low.eps);
  }
  return undefined;
}
