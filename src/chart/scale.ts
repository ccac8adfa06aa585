/** Domains and ticks. Figures set their domain themselves, so that small multiples can share one. */

export type Domain = readonly [number, number];
export type AxisType = 'linear' | 'log';

export const finite = (values: Iterable<number>): number[] => [...values].filter(Number.isFinite);

/** Smallest and largest finite value (positive ones only for a log axis), widened where they coincide. */
export function extent(values: Iterable<number>, type: AxisType = 'linear', share = 0.04): Domain {
  const usable = finite(values).filter((value) => type === 'linear' || value > 0);
  if (usable.length === 0) return type === 'log' ? [0.1, 10] : [0, 1];
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of usable) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return type === 'log' ? widenLog(low, high, share) : widen(low, high, share);
}

function widen(low: number, high: number, share: number): Domain {
  const span = high - low || Math.abs(high) * 0.2 || 1;
  return [low - (high === low ? span / 2 : span * share), high + (high === low ? span / 2 : span * share)];
}

/** At least a factor of two and a half, so that a flat profile looks flat. */
function widenLog(low: number, high: number, share: number): Domain {
  const factor = Math.max((high / low) ** share, Math.sqrt(Math.max(1, 2.5 / (high / low))));
  return [low / factor, high * factor];
}

export const clamp = (value: number, [low, high]: Domain): number => Math.min(Math.max(value, low), high);

const steps: readonly (readonly number[])[] = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]];

function candidates([low, high]: Domain, digits: readonly number[], stride: number): number[] {
  const found: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    if (power % stride !== 0) continue;
    for (const digit of digits) found.push(Number(`${digit}e${power}`));
  }
  return found.filter((tick) => tick >= low && tick <= high);
}

/** Round numbers on a log axis: at most `limit`, as fine as that allows. */
export function logTicks(domain: Domain, limit = 6): number[] {
  for (const digits of steps) {
    const ticks = candidates(domain, digits, 1);
    if (ticks.length <= limit) return ticks;
  }
  for (let stride = 2; ; stride++) {
    const ticks = candidates(domain, [1], stride);
    if (ticks.length <= limit) return ticks;
  }
}

/** "0.003", "3e-5": the way learning rates and norms are written in the field. */
export function shortNumber(value: number, digits = 3): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5))
    return value
      .toExponential()
      .replace(/e\+?/, 'e')
      .replace(/(\.\d{2})\d+/, '$1');
  return String(Number(value.toPrecision(digits)));
}
