/** A figure in the page: drawn once for wide and once for narrow screens, so that its text stays readable on both. */
import { type Content, html, type Markup, trusted } from './html.ts';

const wideWidth = 860;
const narrowWidth = 344;

export function figure(render: (width: number) => string, caption: Content): Markup {
  return html`<figure>
<div class="wide">${trusted(render(wideWidth))}</div>
<div class="narrow">${trusted(render(narrowWidth))}</div>
<figcaption>${caption}</figcaption></figure>`;
}

/** Small multiples side by side, their key above them. */
export function multiples(
  heading: string,
  key: (width: number) => string,
  panels: readonly string[],
  caption: Content,
  size: 'small' | 'large' = 'small',
): Markup {
  return html`<figure class="multiples ${size}"><h3>${heading}</h3>
<div class="wide">${trusted(key(wideWidth))}</div>
<div class="narrow">${trusted(key(narrowWidth))}</div>
<div class="panels">${panels.map((panel) => html`<div>${trusted(panel)}</div>`)}</div>
<figcaption>${caption}</figcaption></figure>`;
}
