/** Draws single SVG shapes in pixels: labels, crosses and legends, which Plot's marks cannot place by themselves. */
import { fontSize, surface } from './theme.ts';

type Attributes = Readonly<Record<string, string | number | undefined>>;

const svgNamespace = 'http://www.w3.org/2000/svg';

export interface Pen {
  readonly group: SVGElement;
  shape(name: string, attributes: Attributes): SVGElement;
  text(x: number, y: number, content: string, attributes?: Attributes): void;
  /** The sign of divergence: an ✕ with a halo, so that it stays readable on top of lines. */
  cross(x: number, y: number, color: string, size?: number): void;
}

function element(document: Document, name: string, attributes: Attributes): SVGElement {
  const made = document.createElementNS(svgNamespace, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, String(value));
  return made;
}

export function makePen(document: Document, label?: string): Pen {
  const group = element(document, 'g', { 'aria-label': label });
  const shape = (name: string, attributes: Attributes): SVGElement => group.appendChild(element(document, name, attributes));
  return {
    group,
    shape,
    text(x, y, content, attributes = {}) {
      const defaults = { x, y, dy: '0.32em', 'font-size': fontSize.label, 'text-anchor': 'start', fill: 'currentColor' };
      shape('text', { ...defaults, ...attributes }).textContent = content;
    },
    cross(x, y, color, size = 4.5) {
      const d = `M${x - size},${y - size}l${2 * size},${2 * size}m0,${-2 * size}l${-2 * size},${2 * size}`;
      shape('path', { d, fill: 'none', stroke: surface('paper'), 'stroke-width': 5 });
      shape('path', { d, fill: 'none', stroke: color, 'stroke-width': 2, 'data-mark': 'diverged' });
    },
  };
}

/** Gives text a rim in the colour of the paper, for labels that lie on lines. */
export const halo = { stroke: surface('paper'), 'stroke-width': 3, 'paint-order': 'stroke', 'stroke-linejoin': 'round' } as const;
