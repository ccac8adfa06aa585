/**
 * Time of one training step, ours against the same model elsewhere, in turns in one sitting. See README.md beside this file.
 * Usage: npm run bench -- [--quick] [--profile] [--shapes 6x48@32,12x128] [--engines native,ort-node] [--peers pytorch,tfjs-wasm] [--rounds 5] [--steps 10]
 *   [--threads 1,2] [--json FILE] [--markdown FILE] [--out FOLDER] [--context 128] [--batch 16]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { disagreeing, figures, tolerance } from './curves.mjs';
import { markdownOf } from './markdown.mjs';
import { readOptions } from './options.mjs';
import { plan } from './plan.mjs';
import { Progress } from './progress.mjs';
import { resultOf } from './result.mjs';
import { sit } from './sitting.mjs';
import { nameOf } from './work.mjs';

/** Ctrl-C and a polite kill end the running child too. */
function stopSignal() {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => controller.abort(new Error('stopped')));
  return controller.signal;
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

async function main(options) {
  const jobs = plan(options);
  const signal = stopSignal();
  const notes = await sit(jobs, new Progress(jobs), signal);
  const result = resultOf(notes, options);
  const markdown = markdownOf(result);
  write(options.json, `${JSON.stringify(result, null, 2)}\n`);
  write(options.markdown, markdown);
  const drawn = figures(result.curves).map(({ name, svg }) => [join(options.out, `curves-${name}.svg`), svg]);
  for (const [file, svg] of drawn) write(file, svg);
  console.log(markdown);
  console.log(`Written: ${[options.json, options.markdown, ...drawn.map(([file]) => file)].join(', ')}`);
  return verdict(result, notes);
}

/** The exit code: 0 when nobody broke and all that ran did the same work. */
function verdict({ curves }, notes) {
  const broken = notes.entries.filter(({ failed }) => failed);
  for (const { shape, engine, missing } of broken) console.error(`${engine} at ${nameOf(shape)} ${missing}`);
  const wrong = disagreeing(curves);
  for (const { engine, maxDifference, ...shape } of wrong)
    console.error(
      `${engine} at ${nameOf(shape)}: losses off by ${maxDifference.toExponential(1)} (allowed ${tolerance}): not the same work`,
    );
  return broken.length + wrong.length === 0 ? 0 : 1;
}

let options;
try {
  options = readOptions();
} catch (error) {
  // Node's own advice on how to write options goes over several lines.
  console.error(error.message.split('\n')[0]);
  process.exit(2);
}
try {
  process.exitCode = await main(options);
} catch (error) {
  if (error.message !== 'stopped') throw error;
  console.error('stopped; nothing was written');
  process.exitCode = 130;
}
