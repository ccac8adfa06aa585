/** Block diagrams come out of result files that anybody can edit: only plain drawing passes. */
import { serialize } from '../chart/serialize.ts';
import { parseSvg } from './document.ts';
import { html, type Markup, trusted } from './html.ts';

const elements = new Set('svg g path line rect circle ellipse polyline polygon text tspan title desc defs marker'.split(' '));
const harmfulName = /^on|href$|^src$/i;
const harmfulValue = /javascript:|url\(\s*['"]?(?!#)|expression\(|@import/i;

function clean(element: Element): void {
  for (const child of [...element.children]) {
    if (elements.has(child.localName)) clean(child);
    else child.remove();
  }
  for (const { name, value } of [...element.attributes]) {
    if (harmfulName.test(name) || harmfulValue.test(value)) element.removeAttribute(name);
  }
}

/** The diagram without anything that could run or load; nothing when it is not an SVG. */
export function safeDiagram(source: string): Markup {
  const root = parseSvg(source.trim());
  if (!root) return html``;
  clean(root);
  return trusted(serialize(root));
}
