/** A chosen learning rate at the end of those that were tried: a better one may lie beyond. */
import { told } from './robustness.ts';
import type { ArmResult } from './types.ts';

export interface Edge {
  readonly arm: string;
  readonly lr: number;
  readonly side: 'low' | 'high';
  /** The rate to try next: as far beyond as its neighbour is on the other side. */
  readonly next: number;
}

/** Null unless the arm was judged, and tried other rates. */
export function edgeOf({ id, lr, runs }: Pick<ArmResult, 'id' | 'lr' | 'runs'>): Edge | null {
  const ran = told(runs);
  const rates = [...new Set(ran.filter(({ stage }) => stage === 'select').map((run) => run.lr))].sort((a, b) => a - b);
  if (lr === null || rates.length < 2 || !ran.some(({ stage }) => stage === 'judge')) return null;
  const at = rates.indexOf(lr);
  const neighbour = at === 0 ? rates[1] : at === rates.length - 1 ? rates[at - 1] : undefined;
  return neighbour === undefined ? null : { arm: id, lr, side: at === 0 ? 'low' : 'high', next: readable(lr * (lr / neighbour)) };
}

const digits = [1, 2, 3, 5, 10];

/** The nearest of 1, 2, 3, 5 times a power of ten, on a log axis. */
function readable(value: number): number {
  const power = Math.floor(Math.log10(value));
  const off = (digit: number): number => Math.abs(Math.log((digit * 10 ** power) / value));
  const digit = digits.reduce((best, one) => (off(one) < off(best) ? one : best));
  return Number(`${digit}e${power}`);
}
