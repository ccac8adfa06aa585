/**
 * Time of one training step, ours against the same model elsewhere, in turns in one sitting. See README.md beside this file.
 * Usage: npm run bench -- [--quick] [--shapes 12x128,4x64] [--peers pytorch,tfjs-wasm] [--rounds 5] [--steps 10] [--threads 1,2]
 *   [--json FILE] [--markdown FILE] [--out FOLDER] [--context 128] [--batch 16]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { curvesOf, disagreeing, figures, tolerance } from './curves.mjs';
import { markdownOf } from './markdown.mjs';
import { readOptions } from './options.mjs';
import { plan } from './plan.mjs';
import { Progress } from './progress.mjs';
import { ceilingGflops, rowsOf } from './rows.mjs';
import { sit } from './sitting.mjs';

/** Ctrl-C and a polite kill end the running child too. */
function stopSignal() {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => controller.abort(new Error('stopped')));
  return controller.signal;
}

function resultOf(notes, { quick, rounds, steps, shapes }) {
  const { context, batch, heads, vocab } = shapes[0];
  const ceilings = [...notes.ceilings].map(([threads, { gflops }]) => ({ threads, gflops }));
  const versions = Object.fromEntries(notes.entries.filter(({ version }) => version).map(({ engine, version }) => [engine, version]));
  return {
    ceilingGflops: ceilingGflops(notes),
    ...(notes.ceilingMissing !== null && { ceilingMissing: notes.ceilingMissing }),
    ceilings,
    flops: 'matrix products of the forward pass × 3, attention in full (T × T), head included',
    machine: { cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), node: process.versions.node },
    versions,
    settings: { quick, rounds, steps, context, batch, heads, vocab },
    rows: rowsOf(notes),
    curves: curvesOf(notes),
  };
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

async function main(options) {
  const jobs = plan(options);
  const signal = stopSignal();
  const result = resultOf(await sit(jobs, new Progress(jobs), signal), options);
  const markdown = markdownOf(result);
  write(options.json, `${JSON.stringify(result, null, 2)}\n`);
  write(options.markdown, markdown);
  const drawn = figures(result.curves).map(({ name, svg }) => [join(options.out, `curves-${name}.svg`), svg]);
  for (const [file, svg] of drawn) write(file, svg);
  console.log(markdown);
  console.log(`Written: ${[options.json, options.markdown, ...drawn.map(([file]) => file)].join(', ')}`);
  return verdict(result);
}

/** The exit code: 0 when all that ran did the same work, and ours ran. */
function verdict({ rows, curves }) {
  const lost = rows.filter(({ engine, missing }) => engine === 'ours' && missing);
  for (const { depth, width, missing } of lost) console.error(`ours at ${depth}x${width}: ${missing}`);
  const wrong = disagreeing(curves);
  for (const { depth, width, engine, maxDifference } of wrong)
    console.error(
      `${engine} at ${depth}x${width}: its losses differ from ours by ${maxDifference} (at most ${tolerance}): not the same work`,
    );
  return lost.length + wrong.length === 0 ? 0 : 1;
}

let options;
try {
  options = readOptions();
} catch (error) {
  console.error(error.message);
  process.exit(2);
}
try {
  process.exitCode = await main(options);
} catch (error) {
  if (error.message !== 'stopped') throw error;
  console.error('stopped; nothing was written');
  process.exitCode = 130;
}
