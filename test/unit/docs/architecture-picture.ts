/** docs/picture/architecture.svg: the bands that dependency-cruiser holds, and one datum's way through them. */
import { createRequire } from 'node:module';

/** Each folder of src in a few words, and the numbers of the steps that happen there. */
const folders: Readonly<Record<string, readonly [string, ...number[]]>> = {
  cli: ['flags, tables, exit codes', 1],
  note: ['the study note, written anew'],
  serve: ['lab and dashboard servers'],
  claim: ['claims of papers, tested'],
  inspect: ['placement of a checkpoint'],
  study: ['arms, seeds, verdicts', 2, 8],
  report: ['results as one HTML file', 9],
  conformance: ['kits to check PyTorch'],
  explain: ['equations, claims, traps'],
  export: ['runs for other tools'],
  probe: ['questions to one model'],
  train: ['a spec becomes steps', 3, 6],
  store: ['files whole or not there', 7],
  spec: ['what a run is asked to be'],
  diagnostic: ['measurements in the graph'],
  model: ['Transformer, placements', 4],
  optim: ['optimizers, schedules'],
  task: ['what is learned, batches'],
  engine: ['what runs the graph', 5],
  chart: ['figures as SVG'],
  graph: ['tensors, ops, gradients, ONNX', 4],
  core: ['families, seeds, words, statistics'],
};

/** One datum's way, as docs/design.md tells it at length. */
const steps = [
  'flags become a plan of runs',
  'runs go to worker processes',
  'a spec becomes a step program',
  'model and gradients are one graph',
  'an engine compiles and runs it',
  'the loop yields events',
  'events become files',
  'choose, judge, compare in pairs',
  'one record becomes the report',
];

const width = 960;
const row = 58;
const gap = 8;
const left = 16;

/** Bands from the highest to the lowest, read off the rules that hold them. */
function bands(): string[][] {
  const { forbidden } = createRequire(import.meta.url)('../../../.dependency-cruiser.cjs') as { forbidden: readonly { name: string }[] };
  const sign = 'only-down-from-';
  const held = forbidden.flatMap(({ name }) => (name.startsWith(sign) ? [name.slice(sign.length).split('-')] : []));
  return [...held, ['cli']].reverse();
}

const badge = (number: number, x: number, y: number): string =>
  `<g class="step"><circle cx="${x}" cy="${y}" r="9"/><text x="${x}" y="${y + 4}" text-anchor="middle">${number}</text></g>`;

function box(folder: string, x: number, y: number, size: number): string {
  const [words, ...numbers] = folders[folder] ?? [''];
  return [
    `<rect x="${x}" y="${y}" width="${size}" height="${row - gap}" rx="6"/>`,
    `<text class="name" x="${x + 10}" y="${y + 20}">${folder}</text>`,
    `<text class="words" x="${x + 10}" y="${y + 38}">${words}</text>`,
    ...numbers.map((number, i) => badge(number, x + size - 14 - 22 * (numbers.length - 1 - i), y + 14)),
  ].join('\n');
}

/** The picture as SVG. */
export function picture(): string {
  const all = bands();
  const rows = all.map((band, i) => {
    const size = (width - 2 * left - gap * (band.length - 1)) / band.length;
    return band.map((folder, j) => box(folder, left + j * (size + gap), 16 + i * row, size)).join('\n');
  });
  const below = 16 + all.length * row + 20;
  const legend = steps.map((text, i) => {
    const x = left + 9 + (i % 3) * ((width - 2 * left) / 3);
    const y = below + Math.floor(i / 3) * 26;
    return `${badge(i + 1, x, y)}\n<text class="words" x="${x + 16}" y="${y + 4}">${text}</text>`;
  });
  const height = below + 3 * 26 + 4;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Folders of src in bands: imports go down only. Numbers: the way of one datum.">
<style>
  text { font: 13px system-ui, sans-serif; fill: #1f2328 } .name { font-weight: 600 } .words { font-size: 12px; fill: #57606a }
  rect { fill: #f6f8fa; stroke: #d0d7de } circle { fill: #0969da } .step text { font-size: 11px; fill: #fff }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .words { fill: #9198a1 } rect { fill: #161b22; stroke: #30363d } circle { fill: #1f6feb }
  }
</style>
${[...rows, ...legend].join('\n')}
</svg>
`;
}
