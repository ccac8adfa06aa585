/** Texts from files, made fit to be shown: nothing that hides, reorders or goes on for ever. */
import { visible } from '../../chart/text.ts';
import { canonicalJson } from '../../core/json.ts';
import { limits } from './limits.ts';
import type { Num } from './wire.ts';

export function shown(text: string, most: number = limits.text): string {
  return visible(text.length > most ? `${text.slice(0, most - 1)}…` : text);
}

export const shownOrNull = (value: unknown): string | null => (typeof value === 'string' ? shown(value) : null);

/** A number as JSON can hold it; null for what is none. */
export function num(value: unknown): Num | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : (String(value) as Num);
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? value : null;
}

export const wholeOrNull = (value: unknown): number | null => (Number.isSafeInteger(value) ? (value as number) : null);

/** Every field of a spec by its path: `model.placement.id` -> "pre". */
export function fieldsOf(spec: unknown): Record<string, string> {
  const found = new Map<string, string>();
  const visit = (value: object, prefix: string, depth: number): void => {
    for (const [key, child] of Object.entries(value)) {
      if (found.size === limits.fields) return;
      const path = `${prefix}${key}`;
      if (child !== null && typeof child === 'object' && !Array.isArray(child) && depth < maxDepth) visit(child, `${path}.`, depth + 1);
      else found.set(again(path), again(typeof child === 'string' ? child : text(child)));
    }
  };
  if (spec !== null && typeof spec === 'object') visit(spec, '', 0);
  return Object.fromEntries(found);
}

const maxDepth = 8;

/** A thousand specs say nearly the same: what was made fit once is kept, as long as it is little. */
const made = new Map<string, string>();
const mostMade = 5000;
const mostCharacters = 60;

function again(text: string): string {
  const known = made.get(text);
  if (known !== undefined) return known;
  const fit = shown(text);
  if (text.length <= mostCharacters && made.size < mostMade) made.set(text, fit);
  return fit;
}

function text(value: unknown): string {
  try {
    return value !== null && typeof value === 'object' ? canonicalJson(value) : String(value);
  } catch {
    return '…';
  }
}
