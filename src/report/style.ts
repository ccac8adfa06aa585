/** The style sheet of a report: one column, paper colours, no network. */
import { fontStack, themeVariables } from '../chart/theme.ts';

const serif = "Charter, 'Iowan Old Style', 'Source Serif 4', Georgia, 'Noto Serif', 'Songti SC', 'Noto Serif CJK SC', serif";
const mono = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace";

const base = `
:root { color-scheme: light dark; ${themeVariables('light')} }
@media screen and (prefers-color-scheme: dark) { :root { ${themeVariables('dark')} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 ${fontStack}; text-rendering: optimizeLegibility; }
main { max-width: 908px; margin: 0 auto; padding: 56px 24px 96px; overflow-wrap: break-word; }
h1, h2, h3 { font-family: ${serif}; font-weight: 600; line-height: 1.25; text-wrap: balance; }
h1 { font-size: 34px; letter-spacing: -0.01em; margin: 0 0 8px; }
h2 { font-size: 23px; margin: 0 0 16px; padding-top: 18px; border-top: 1px solid var(--rule); }
h3 { font-size: 17px; margin: 28px 0 8px; }
p, ul, dl { max-width: 44em; }
p { margin: 0 0 12px; }
section { margin-top: 52px; }
a { color: inherit; text-decoration-color: var(--muted); text-underline-offset: 3px; }
a:focus-visible, summary:focus-visible, .table:focus-visible { outline: 2px solid var(--c1); outline-offset: 3px; }
code, pre { font-family: ${mono}; font-size: 0.86em; }
pre { background: var(--panel); padding: 12px 14px; border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
code, th, td, dd, li { unicode-bidi: isolate; }
.subtitle, .caption, figcaption, .note { color: var(--muted); font-size: 14px; line-height: 1.5; }
.subtitle { margin-bottom: 28px; }
.caption, figcaption { max-width: 52em; margin: 10px 0 0; }
.lead { font-family: ${serif}; font-size: 21px; line-height: 1.45; max-width: 36em; margin: 0 0 20px; }
nav { font-size: 14px; margin: 24px 0 0; color: var(--muted); }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 0; padding: 0; max-width: none; }
.alarm { background: var(--alarm-paper); border-left: 4px solid var(--alarm); padding: 14px 18px; margin: 20px 0; border-radius: 0 4px 4px 0; }
.alarm strong { color: var(--alarm); }
.alarm ul { margin: 6px 0; padding-left: 20px; }
.alarm p { margin: 6px 0 0; }
.alarm p.note { color: inherit; }
.loud { font-size: 18px; font-weight: 600; color: var(--alarm); }
`;

const tables = `
.table { overflow-x: auto; margin: 16px 0 0; }
table { border-collapse: collapse; width: 100%; font-size: 14px; line-height: 1.45; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 8px 16px 8px 0; border-bottom: 1px solid var(--rule); vertical-align: baseline; }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: 500; color: var(--muted); font-size: 0.93em; vertical-align: bottom; border-bottom-color: var(--muted); }
tbody th { font-weight: 600; }
.number { text-align: right; white-space: nowrap; }
thead .number { white-space: normal; }
.whole { white-space: nowrap; }
.cell-note { display: block; color: var(--muted); font-size: 0.93em; font-weight: 400; }
.cell-line { display: block; }
.name { display: inline-flex; align-items: baseline; gap: 7px; }
.swatch { flex: none; width: 10px; height: 10px; border-radius: 50%; }
.flag { color: var(--alarm); white-space: nowrap; }
.equation { font-family: ${serif}; font-size: 1.06em; }
.plain th, .plain td { overflow-wrap: anywhere; }
.plain th:first-child { width: 36%; font-weight: 400; }
.scroll table { min-width: 760px; }
details summary { cursor: pointer; padding: 6px 0; }
dl { margin: 0; } dt { font-weight: 600; margin-top: 12px; } dd { margin: 0; color: var(--muted); }
.facts { display: grid; grid-template-columns: minmax(7em, max-content) 1fr; gap: 6px 20px; max-width: none; }
.facts dt { margin: 0; font-weight: 500; color: var(--muted); } .facts dd { color: inherit; min-width: 0; }
`;

const figures = `
figure { margin: 24px 0 36px; }
figure svg text { font-variant-numeric: tabular-nums; }
.narrow { display: none; }
.panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(240px, 1fr)); gap: 20px 22px; margin-top: 10px; }
.panels svg { width: 100%; max-width: 320px; }
.multiples h3 { margin-bottom: 6px; }
.large .panels { grid-template-columns: repeat(auto-fill, minmax(min(100%, 400px), 1fr)); }
.large .panels svg { max-width: 430px; }
.arms { display: grid; grid-template-columns: repeat(auto-fill, minmax(240px, 1fr)); gap: 24px; margin-top: 28px; }
.arm { border-top: 3px solid; padding-top: 10px; min-width: 0; }
.arm h3 { margin: 0; } .arm p { margin: 4px 0 10px; }
.arm svg { max-width: 100%; height: auto; }
.arm .warnings { padding-left: 18px; font-size: 14px; }
.reading h3 { margin: 22px 0 4px; } .reading ul { margin: 0; padding-left: 20px; } .reading li { margin: 3px 0; }
`;

const narrow = `
@media screen and (max-width: 720px) {
  main { padding: 32px 16px 64px; }
  h1 { font-size: 27px; } .lead { font-size: 18px; }
  figure > .wide { display: none; } figure > .narrow { display: block; }
  .narrow svg { width: 100%; max-width: 460px; }
  .panels svg { max-width: 310px; }
  .cards table, .cards tbody, .cards tr, .cards th, .cards td { display: block; width: auto; }
  .cards thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .cards tr { border-bottom: 1px solid var(--rule); padding: 10px 0; }
  .cards tbody th, .cards td { border: 0; padding: 3px 0; text-align: left; }
  .cards td { display: grid; grid-template-columns: 9.5em 1fr; gap: 10px; }
  .cards td::before { content: attr(data-label); color: var(--muted); white-space: normal; }
  .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: 10px; }
}
`;

const print = `
@page { margin: 16mm 15mm; }
@media print {
  :root { color-scheme: light; ${themeVariables('light')} --paper: #fff; }
  body { font-size: 10.5pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  nav { display: none; }
  section { margin-top: 28px; }
  h2, h3 { break-after: avoid; }
  figure, .arm, .alarm, tr, .panels > div, dt { break-inside: avoid; }
  figcaption, .caption { break-before: avoid; }
  .multiples > .wide { break-after: avoid; }
  dt { break-after: avoid; }
  thead { display: table-header-group; }
  .panels, .arms { grid-template-columns: repeat(3, 1fr); } .large .panels { grid-template-columns: repeat(2, 1fr); }
  table { font-size: 8.5pt; } th, td { padding: 5px 10px 5px 0; }
  .table { overflow: visible; } .scroll table { min-width: 0; font-size: 7.5pt; } .scroll code { overflow-wrap: anywhere; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  details > summary { list-style: none; }
}
`;

export const styleSheet = [base, tables, figures, narrow, print].join('');
