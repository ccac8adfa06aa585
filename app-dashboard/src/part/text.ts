/** Numbers and names as the page writes them. */
import type { MessageKey } from 'normlab/web';
import { say } from '../../../app/src/shell/say.ts';
import type { Divergence, Num, Told } from '../../../src/serve/dashboard/wire.ts';

export function numberText(value: Num | null | undefined, digits = 4): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'string') return value.replace('Infinity', '∞').replace('-', '−');
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(digits - 2).replace('e+', 'e');
  return String(Number(value.toPrecision(digits)));
}

const losses = 3;
export const lossText = (value: Num | null): string =>
  typeof value === 'number' && Math.abs(value) < 1e4 ? value.toFixed(losses) : numberText(value);

/** A sentence from the server; one that this page does not know is shown as it is. */
export function toldText({ key, values }: Told): string {
  try {
    return say(key as MessageKey, values);
  } catch {
    return [key, ...Object.values(values)].join(' ');
  }
}

export const divergenceText = ({ key, step, value }: Divergence): string =>
  toldText({ key: `reason.${key}`, values: { step, value: numberText(value) } });

/** The last part of a path, and what is before it. */
export function nameParts(folder: string): readonly [string, string] {
  const at = folder.lastIndexOf('/');
  return at < 0 ? ['', folder] : [folder.slice(0, at + 1), folder.slice(at + 1)];
}

export const intervalText = (low: Num | null, high: Num | null): string =>
  low === null || high === null ? '' : `[${lossText(low)}, ${lossText(high)}]`;
