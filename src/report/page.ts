/** The page around a report: self-contained, script-free, and refusing to load anything. */
import { toJson } from '../core/json.ts';
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
  /** Embedded as data for programs, under the id "normlab-study". */
  readonly data?: object;
}

function contents(sections: readonly Section[], { say }: Context): Markup {
  const items = sections.map(({ id, heading }) => html`<li><a href="#${id}">${heading}</a></li>`);
  return html`<nav aria-label="${say('report.contents')}"><ul>${items}</ul></nav>`;
}

const sectionOf = ({ id, heading, body }: Section): Markup => html`<section id="${id}"><h2>${heading}</h2>
${body}</section>
`;

/** Signs that could end the element or reorder the source, written as JSON's own escapes. */
const risky = /[<>&\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const escapeSign = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A block of data, which no browser runs; reading it as JSON gives the value back, numbers that are none as words. */
const dataBlock = (data: object): Markup =>
  html`<script type="application/json" id="normlab-study">${trusted(toJson(data).replace(risky, escapeSign))}</script>
`;

export function renderPage({ title, head, sections, data }: Page, context: Context): string {
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
${sections.map(sectionOf)}</main>
${data && dataBlock(data)}</body>
</html>
`.source;
}
