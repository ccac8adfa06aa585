/** Published constants as one flat record: of a placement and of the initialisation coupled with it, at one shape of network. */
import { inits } from '../model/init/index.ts';
import { placesOf } from '../model/place.ts';
import { readPlacement } from '../model/placement/read.ts';
import type { ModelConfig, Place } from '../model/types.ts';

type At = (place: Place) => Readonly<Record<string, number>>;

/**
 * A constant that is the same everywhere goes by its name. With two stacks the stack is put in front (`encoder_alpha`), for a kind of
 * sublayer with values of its own that kind (`cross_gamma`), and a value that changes with the layer is given for the first and the last.
 *
 * @param init that is coupled with the placement, if one is.
 */
export function constantsOf(config: ModelConfig, init?: string): Record<string, number> {
  const { constants } = readPlacement(config);
  const coupled: At = init === undefined ? () => ({}) : inits.get(init).constants;
  return flatten(placesOf(config), (place) => ({ ...constants(place), ...coupled(place), ...constants(place) }));
}

/** Constants of an initialisation alone. */
export const initConstants = (id: string, config: ModelConfig): Record<string, number> =>
  flatten(placesOf(config), inits.get(id).constants);

function flatten(places: readonly Place[], at: At): Record<string, number> {
  const stacks = [...new Set(places.map(({ stack }) => stack))];
  return Object.assign(
    {},
    ...stacks.map((stack) => {
      const own = places.filter((place) => place.stack === stack);
      return prefixed(stacks.length > 1 ? `${stack}_` : '', ofStack(own, at));
    }),
  );
}

function ofStack(places: readonly Place[], at: At): Record<string, number> {
  const kinds = [...new Set(places.map(({ sublayer }) => sublayer))];
  const [usual = {}, ...others] = kinds.map((kind) =>
    byLayer(
      places.filter(({ sublayer }) => sublayer === kind),
      at,
    ),
  );
  const differing = others.map((values, i) =>
    prefixed(`${kinds[i + 1]}_`, Object.fromEntries(Object.entries(values).filter(([name, value]) => usual[name] !== value))),
  );
  return Object.assign({}, usual, ...differing);
}

function byLayer(places: readonly Place[], at: At): Record<string, number> {
  const values = places.map(at);
  const [first = {}, last = first] = [values[0], values.at(-1)];
  return Object.fromEntries(
    Object.keys(first).flatMap((name) => {
      const same = values.every((value) => value[name] === first[name]);
      return same
        ? [[name, first[name] as number]]
        : [
            [`${name}_first`, first[name] as number],
            [`${name}_last`, last[name] as number],
          ];
    }),
  );
}

const prefixed = (prefix: string, values: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}${name}`, value]));
