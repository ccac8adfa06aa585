/** The document that figures are built in when no browser is at hand. */
import { DOMParser, parseHTML } from 'linkedom';

export const document = parseHTML('<!doctype html><html></html>').document as unknown as Document;

/** Fails on anything that is not well-formed enough to have one svg root. */
export function parse(svg: string): Element {
  const root = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement as unknown as Element | null;
  if (root?.localName !== 'svg') throw new Error('not an svg');
  return root;
}

export const count = (svg: string, part: string): number => svg.split(part).length - 1;
export const crosses = (svg: string): number => count(svg, 'data-mark="diverged"');
