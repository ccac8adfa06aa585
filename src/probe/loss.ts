/** The validation loss of a model some of whose blocks are left out or stand side by side. */
import { UserError } from '../core/errors.ts';
import { placesOf } from '../model/place.ts';
import { readPlacement } from '../model/placement/read.ts';
import { type Route, residualOf } from '../model/transformer.ts';
import type { ModelConfig, Place } from '../model/types.ts';
import { asking, built, meanOverBatches } from './evaluate.ts';
import type { Subject } from './types.ts';

/** A block by its key, and the stack it belongs to. */
export type BlockPlace = Pick<Place, 'stack'> & { readonly key: string };

/** Every block, in the order the data passes them. */
export const blocksOf = (model: ModelConfig): BlockPlace[] =>
  placesOf(model)
    .filter(({ block }, i, all) => block !== all[i - 1]?.block)
    .map(({ block, stack }) => ({ key: block, stack }));

/** All blocks in turn, but for some of them. */
export const without = (model: ModelConfig, left: ReadonlySet<string>): Route =>
  blocksOf(model)
    .filter(({ key }) => !left.has(key))
    .map(({ key }) => [key]);

/** All blocks in turn, but for two that stand side by side in the place of the first. */
export const joined = (model: ModelConfig, [first, second]: readonly [string, string]): Route =>
  blocksOf(model)
    .filter(({ key }) => key !== second)
    .map(({ key }) => (key === first ? [first, second] : [key]));

/** Losses that are known already: several probes ask for the same. */
const known = new WeakMap<Subject, Map<string, Promise<number>>>();

/** Mean loss over the subject's batches, nats; of the model as it is when no route is given. */
export function lossOf(subject: Subject, route: Route = without(subject.model, new Set())): Promise<number> {
  const losses = known.get(subject) ?? new Map<string, Promise<number>>();
  known.set(subject, losses);
  const name = JSON.stringify(route);
  const loss = losses.get(name) ?? measured(subject, route);
  losses.set(name, loss);
  return loss;
}

const measured = async (subject: Subject, route: Route): Promise<number> =>
  asking(subject, { loss: built(subject, { route }).loss }, async (asked) => {
    const { loss } = await meanOverBatches(subject, asked);
    return loss?.[0] as number;
  });

/** The sentence for a model whose streams are no one stream, which blocks could share. */
export function severalStreams(model: ModelConfig, probe: string): UserError | undefined {
  const { rule } = residualOf({ placement: readPlacement(model) });
  return rule.plain ? undefined : new UserError('error.probeStreams', { probe, placement: model.placement.id, rule: rule.id });
}
