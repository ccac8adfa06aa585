/** The results as Markdown: the summary before the first heading, so that it can be cut out. */
import { table } from './table.mjs';
import { nameOf } from './work.mjs';

/** @param result see result.mjs. */
export function markdownOf({ machine, versions, absent, summary, rows, curves, profiles, ...result }) {
  return [
    `A training step (forward, backward, AdamW) on ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}.`,
    '',
    ...Object.entries(versions).map(([engine, version]) => `- ${engine}: ${version}`),
    ...Object.entries(absent).map(([engine, reason]) => `- ${engine}: missing: ${reason}`),
    `- ceiling, a float32 product of two matrices of 2048 × 2048: ${ceilingText(result)}`,
    '',
    ...(summary.length > 0 ? [...table(summaryColumns(summary[0]), summary), ''] : []),
    ...section('All rows', rows, table(stepColumns, rows)),
    ...section('Losses', curves, table(curveColumns, curves)),
    ...section('Profiles', profiles, profiles.flatMap(profileText)),
  ].join('\n');
}

function ceilingText({ ceilings, ceilingMissing }) {
  if (ceilings.length === 0) return `missing: ${ceilingMissing}`;
  const each = ceilings.map(
    ({ threads, gflops, cpuGflops }) =>
      `${threadsText(threads)} ${gflops.toFixed(0)} GFLOP/s (${cpuGflops.toFixed(0)} in a second of CPU time)`,
  );
  return each.join(', ');
}

const section = (title, rows, lines) => (rows.length > 0 ? [`### ${title}`, '', ...lines, ''] : []);

const threadsText = (threads) => (threads === 1 ? '1 thread' : `${threads} threads`);
const or = (show) => (value) => (value === null || value === undefined ? '–' : show(value));
const number = (digits) => or((value) => value.toFixed(digits));
const percent = (digits) => or((value) => `${(100 * value).toFixed(digits)}%`);

/** Title, whether it is aligned to the right, and how a row is shown. */
const shapeColumns = [
  ['shape', false, nameOf],
  ['threads', true, ({ threads }) => String(threads)],
];
const whoColumns = [
  ...shapeColumns,
  ['engine', false, ({ engine }) => engine],
  ['diagnostics', false, ({ diagnostics }) => (diagnostics ? 'on' : 'off')],
];
const summaryColumns = ({ engine, ratios }) => [
  ...shapeColumns,
  [`${engine}, CPU ms`, true, ({ cpuMs }) => number(1)(cpuMs)],
  ...Object.keys(ratios).map((other) => [`${engine} / ${other}`, true, (row) => number(2)(row.ratios[other])]),
  ['share of the ceiling', true, ({ shareOfCeiling }) => percent(0)(shareOfCeiling)],
  ['diagnostics', true, ({ diagnosticsCost }) => or((cost) => `${cost < 0 ? '−' : '+'}${percent(1)(Math.abs(cost))}`)(diagnosticsCost)],
  ['speed-up', true, ({ speedup }) => number(2)(speedup)],
];
const stepColumns = [
  ...whoColumns,
  ['wall ms', true, ({ wall, missing }) => (missing === undefined ? number(1)(wall.medianMs) : `missing: ${missing}`)],
  ['best', true, ({ wall }) => number(1)(wall?.minMs)],
  ['CPU ms', true, ({ cpu }) => number(1)(cpu?.medianMs)],
  ['quartiles', true, ({ cpu }) => or(({ q1Ms, q3Ms }) => `${number(1)(q1Ms)}–${number(1)(q3Ms)}`)(cpu)],
  ['best', true, ({ cpu }) => number(1)(cpu?.minMs)],
  ['steps', true, ({ steps }) => String(steps)],
  ['share', true, ({ shareOfCeiling }) => percent(1)(shareOfCeiling)],
];
const curveColumns = [
  ...whoColumns,
  ['steps', true, ({ losses }) => String(losses.length)],
  ['first loss', true, ({ losses }) => losses[0].toFixed(6)],
  ['last loss', true, ({ losses }) => losses.at(-1).toFixed(6)],
  ['greatest difference', true, ({ maxDifference }) => or((value) => value.toExponential(1))(maxDifference)],
];
const partColumns = [
  ['part of the step', false, ({ part }) => part],
  ['ms', true, ({ ms }) => number(2)(ms)],
  ['share', true, ({ share }) => percent(0)(share)],
  ['GFLOP/s', true, ({ gflops }) => number(0)(gflops)],
];

const profileText = ({ engine, threads, stepMs, productsShare, parts, ...shape }) => [
  `${nameOf(shape)}, ${engine}, ${threadsText(threads)}: ${stepMs.toFixed(1)} ms. Its products alone reach ${percent(0)(productsShare)} of the ceiling.`,
  '',
  ...table(partColumns, parts),
  '',
];
