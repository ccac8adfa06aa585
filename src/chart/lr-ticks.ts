/** Ticks at the learning rates that were tried, left out where their names would touch. */
import { type Domain, shortNumber } from './scale.ts';
import { textWidth } from './text.ts';
import { fontSize } from './theme.ts';

/** From the smallest rate on, each that has room on a log axis of `pixels` over `domain`. */
export function lrTicks(rates: readonly number[], [low, high]: Domain, pixels: number): number[] {
  const place = (rate: number): number => (Math.log(rate / low) / Math.log(high / low)) * pixels;
  const half = (rate: number): number => textWidth(shortNumber(rate), fontSize.tick) / 2 + 4;
  const kept: number[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const rate of [...new Set(rates)].sort((a, b) => a - b)) {
    if (place(rate) - half(rate) < end) continue;
    kept.push(rate);
    end = place(rate) + half(rate);
  }
  return kept;
}
