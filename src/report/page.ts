/** The page around a report: self-contained, script-free, and refusing to load anything. */
import type { Language } from '../core/message/index.ts';
import type { Context } from './context.ts';
import { type Content, html, type Markup, trusted } from './html.ts';
import { styleSheet } from './style.ts';

const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
const languageTags: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-Hans' };

export interface Section {
  readonly id: string;
  readonly heading: string;
  readonly body: Content;
}

export interface Page {
  readonly title: string;
  readonly head: Content;
  readonly sections: readonly Section[];
}

function contents(sections: readonly Section[], { say }: Context): Markup {
  const items = sections.map(({ id, heading }) => html`<li><a href="#${id}">${heading}</a></li>`);
  return html`<nav aria-label="${say('report.contents')}"><ul>${items}</ul></nav>`;
}

const sectionOf = ({ id, heading, body }: Section): Markup => html`<section id="${id}"><h2>${heading}</h2>
${body}</section>
`;

export function renderPage({ title, head, sections }: Page, context: Context): string {
  return html`<!doctype html>
<html lang="${languageTags[context.language]}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${trusted(styleSheet)}</style>
</head>
<body><main>
<header><h1>${title}</h1>
${head}
${contents(sections, context)}</header>
${sections.map(sectionOf)}</main></body>
</html>
`.source;
}
