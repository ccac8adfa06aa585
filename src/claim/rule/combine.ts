/** How the lines of a table become one number for each size and seed. */
import { logLogSlope } from '../../core/statistic/index.ts';
import type { Cell, Effect, Numbers } from '../types.ts';
import { effectOf } from './effect.ts';

export type Effects = (numbers: Numbers) => readonly Effect[];

interface Where {
  /** `main` when left out. */
  readonly table?: string;
}

const cellsOf = (numbers: Numbers, id: string, { table = 'main' }: Where = {}): readonly Cell[] =>
  numbers[table]?.find((line) => line.id === id)?.cells ?? [];

type Pairing = (a: number, b: number) => number;

/** Both lines at each size, seed by seed; a size or seed that one of them lacks counts as missing. */
const paired =
  (pairing: Pairing) =>
  (a: string, b: string, where?: Where): Effects =>
  (numbers) => {
    const others = new Map(cellsOf(numbers, b, where).map((cell) => [cell.at, cell.values]));
    return cellsOf(numbers, a, where).map(({ at, values }) =>
      effectOf(
        at,
        values.map((value, i) => pairing(value, others.get(at)?.[i] ?? Number.NaN)),
      ),
    );
  };

/** a − b. */
export const difference = paired((a, b) => a - b);
/** log2(a / b): −1 is half of it. */
export const logRatio = paired((a, b) => Math.log2(a / b));
/** |a − b|. */
export const distance = paired((a, b) => Math.abs(a - b));

/** A line and what its values are multiplied by. */
export type Term = readonly [id: string, weight: number];

/** The sum of weighted lines at each size of the first, seed by seed; what one of them lacks counts as missing. */
function weighted(numbers: Numbers, terms: readonly Term[]): Cell[] {
  const lines = terms.map(([id, weight]) => ({ weight, bySize: new Map(cellsOf(numbers, id).map(({ at, values }) => [at, values])) }));
  return cellsOf(numbers, terms[0]?.[0] ?? '').map(({ at, values }) => ({
    at,
    values: values.map((_, i) => lines.reduce((total, { weight, bySize }) => total + weight * (bySize.get(at)?.[i] ?? Number.NaN), 0)),
  }));
}

export const contrast =
  (...terms: readonly Term[]): Effects =>
  (numbers) =>
    weighted(numbers, terms).map(({ at, values }) => effectOf(at, values));

/** The same at every size but the first, minus what it is at the first. */
export const sinceFirst =
  (...terms: readonly Term[]): Effects =>
  (numbers) => {
    const [first, ...rest] = weighted(numbers, terms);
    return rest.map(({ at, values }) =>
      effectOf(
        at,
        values.map((value, i) => value - (first?.values[i] ?? Number.NaN)),
      ),
    );
  };

export const valuesOf =
  (id: string, where?: Where): Effects =>
  (numbers) =>
    cellsOf(numbers, id, where).map(({ at, values }) => effectOf(at, values));

/** For each seed the k of y ∝ size^k; NaN where a size is missing or not positive. */
export function exponents(cells: readonly Cell[]): number[] {
  const sizes = cells.map(({ at }) => Number(at));
  const seeds = Math.max(0, ...cells.map(({ values }) => values.length));
  return Array.from({ length: seeds }, (_, i) => {
    const values = cells.map((cell) => cell.values[i] ?? Number.NaN);
    return cells.length > 1 && values.every((value) => value > 0 && Number.isFinite(value)) ? logLogSlope(sizes, values) : Number.NaN;
  });
}

/** The exponent over all sizes: one effect. */
export const exponentOf =
  (id: string, where?: Where): Effects =>
  (numbers) => [effectOf('', exponents(cellsOf(numbers, id, where)))];

/** The exponent of a minus that of b, seed by seed. */
export const exponentDifference =
  (a: string, b: string, where?: Where): Effects =>
  (numbers) => {
    const other = exponents(cellsOf(numbers, b, where));
    return [
      effectOf(
        '',
        exponents(cellsOf(numbers, a, where)).map((value, i) => value - (other[i] ?? Number.NaN)),
      ),
    ];
  };

/** Of several effects at each size the one that is worst for a claim that all of them are above (or below) something: by its interval's end. */
export const worstOf =
  (claimed: 'above' | 'below', ...all: readonly Effects[]): Effects =>
  (numbers) => {
    const [first = [], ...rest] = all.map((effects) => effects(numbers));
    const end = ({ low, high }: Effect): number =>
      claimed === 'above' ? (low ?? Number.NEGATIVE_INFINITY) : -(high ?? Number.POSITIVE_INFINITY);
    return first.map((effect) =>
      rest
        .map((effects) => effects.find(({ at }) => at === effect.at) ?? effectOf(effect.at, []))
        .reduce((worst, other) => (end(other) < end(worst) ? other : worst), effect),
    );
  };

/** The first number of a line that has but one. */
export const onlyValue = (numbers: Numbers, id: string): number => cellsOf(numbers, id)[0]?.values[0] ?? Number.NaN;
