/** An SVG element as text: the same bytes in Node and browser, valid as XML, coordinates rounded to what an eye can see. */
import { visible } from './text.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const geometry = new Set(['d', 'transform', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'r', 'width', 'height', 'points']);

const escapeXml = (text: string): string => visible(text).replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
const round = (text: string): string => text.replace(/-?\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))));

function attributes(element: Element): string {
  return [...element.attributes]
    .map(({ name, value }) => [name, geometry.has(name) ? round(value) : value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join('');
}

function childText(node: Node): string {
  if (node.nodeType === 1) return serialize(node as Element);
  return node.nodeType === 3 ? escapeXml(node.nodeValue ?? '') : '';
}

export function serialize(element: Element): string {
  const name = element.localName;
  const inside = [...element.childNodes].map(childText).join('');
  return inside === '' ? `<${name}${attributes(element)}/>` : `<${name}${attributes(element)}>${inside}</${name}>`;
}
