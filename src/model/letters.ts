/** Scales that differ from place to place, as a reader wants them: by letter, the first and the last value of each stack. */
import type { EquationLine } from './equation.ts';
import { printScale } from './scale/print.ts';

export function lettersOf({ places, varying }: Pick<EquationLine, 'places' | 'varying'>): Record<string, string> {
  const stacks = [...new Set(places.map(({ stack }) => stack))];
  return Object.fromEntries(
    varying.map(({ letter, values }) => {
      const ofStack = stacks.map((stack) => {
        const own = values.filter((_, i) => places[i]?.stack === stack).map(printScale);
        const [first = '', last = first] = [own[0], own.at(-1)];
        const span = first === last ? first : `${first} … ${last}`;
        return stacks.length > 1 ? `${stack} ${span}` : span;
      });
      return [letter, ofStack.join(', ')];
    }),
  );
}
