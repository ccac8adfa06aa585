/** The results as Markdown. */
import { nameOf } from './work.mjs';

/** @param result see result.mjs. */
export function markdownOf({ machine, versions, rows, curves, profiles, ...result }) {
  return [
    `Step time (forward, backward, AdamW) on ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}.`,
    '',
    ...Object.entries(versions).map(([engine, version]) => `- ${engine}: ${version}`),
    `- ceiling, a float32 product of two matrices of 2048 × 2048: ${ceilingText(result)}`,
    '',
    ...table(stepColumns, rows),
    '',
    'Ratio: to the best median of ours without diagnostics. Share: of the ceiling, counting matrix products only, attention in full.',
    '',
    ...table(curveColumns, curves),
    '',
    ...profiles.flatMap(profileText),
  ].join('\n');
}

function ceilingText({ ceilingGflops, ceilings, ceilingMissing }) {
  if (ceilingGflops === null) return `missing: ${cell(ceilingMissing)}`;
  const each = ceilings.map(({ threads, gflops }) => `${threads === 1 ? '1 thread' : `${threads} threads`}: ${gflops.toFixed(0)}`);
  return `${ceilingGflops.toFixed(0)} GFLOP/s (${each.join(', ')})`;
}

const number = (digits) => (value) => (value === null ? '–' : value.toFixed(digits));
const onOff = (value) => (value ? 'on' : 'off');

/** Title, whether it is aligned to the right, and how a row is shown. */
const whoColumns = [
  ['shape', false, nameOf],
  ['engine', false, ({ engine }) => engine],
  ['threads', true, ({ threads }) => String(threads)],
  ['diagnostics', false, ({ diagnostics }) => onOff(diagnostics)],
];
const stepColumns = [
  ...whoColumns,
  ['median ms', true, ({ medianMs, missing }) => (missing === undefined ? number(1)(medianMs) : `missing: ${cell(missing)}`)],
  ['quartiles', true, ({ q1Ms, q3Ms }) => (q1Ms === null ? '–' : `${number(1)(q1Ms)}–${number(1)(q3Ms)}`)],
  ['min', true, ({ minMs }) => number(1)(minMs)],
  ['steps', true, ({ steps }) => String(steps)],
  ['ratio', true, ({ ratioToOurs }) => number(2)(ratioToOurs)],
  ['share', true, ({ shareOfCeiling }) => (shareOfCeiling === null ? '–' : `${(100 * shareOfCeiling).toFixed(1)}%`)],
];
const curveColumns = [
  ...whoColumns,
  ['steps', true, ({ losses }) => String(losses.length)],
  ['first loss', true, ({ losses }) => losses[0].toFixed(6)],
  ['last loss', true, ({ losses }) => losses.at(-1).toFixed(6)],
  ['greatest difference from ours', true, ({ maxDifference }) => (maxDifference === null ? '–' : maxDifference.toExponential(1))],
];

const percent = (value) => (value === null ? '–' : `${(100 * value).toFixed(0)}%`);
const partColumns = [
  ['part of the step', false, ({ part }) => part],
  ['ms', true, ({ ms }) => number(1)(ms)],
  ['share', true, ({ share }) => percent(share)],
  ['GFLOP/s', true, ({ gflops }) => number(0)(gflops)],
];

const profileText = ({ threads, stepMs, productsShare, parts, ...shape }) => [
  `${nameOf(shape)}, ${threads === 1 ? '1 thread' : `${threads} threads`}, profiled: ${stepMs.toFixed(1)} ms. Its products alone reach ${percent(productsShare)} of the ceiling.`,
  '',
  ...table(partColumns, parts),
  '',
];

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function table(columns, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(([title]) => title)),
    `|${columns.map(([, right]) => (right ? '--:' : '---')).join('|')}|`,
    ...rows.map((row) => line(columns.map(([, , show]) => show(row)))),
  ];
}
