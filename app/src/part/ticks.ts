/** Ticks of an axis as text. */

function text(tick: number, digits: number): string {
  const size = Math.abs(tick);
  const short = Number(tick.toPrecision(digits));
  return size !== 0 && (size < 1e-3 || size >= 1e5) ? short.toExponential().replace('e+', 'e') : String(short);
}

/** Distances between ticks where only whole numbers have a meaning: steps, layers. */
export const wholeIncrements: number[] = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((n) => n * 10 ** power)).flat();

const [fewest, most] = [3, 12];

/** With as few digits as tell all of them apart: close to 0.3 the same "0.3" would stand at every tick. No text where there is no tick. */
export function tickTexts(ticks: readonly (number | null)[]): string[] {
  const there = ticks.filter((tick) => tick !== null);
  let digits = fewest;
  while (digits < most && new Set(there.map((tick) => text(tick, digits))).size < there.length) digits++;
  return ticks.map((tick) => (tick === null ? '' : text(tick, digits)));
}
