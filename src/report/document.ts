/** The document in which figures are built: the browser's own, or linkedom's. */
import { DOMParser, parseHTML } from 'linkedom';

let made: Document | undefined;

export function reportDocument(): Document {
  made ??= (globalThis as { document?: Document }).document ?? (parseHTML('<!doctype html><html></html>').document as unknown as Document);
  return made;
}

/** Reads SVG text; names keep their case, which an HTML parser would lose. */
export function parseSvg(source: string): Element | null {
  const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
  const root = parsed.documentElement as unknown as Element | null;
  return root?.localName === 'svg' ? root : null;
}
