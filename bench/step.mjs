/**
 * Time of one training step (forward, backward, AdamW), ours against PyTorch on the same model, in turns in one sitting.
 * Usage: npm run bench -- [--shapes 12x128,4x64] [--rounds 3] [--steps 10] [--diagnostics] [--json FILE]
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    shapes: { type: 'string', default: '12x128' },
    rounds: { type: 'string', default: '3' },
    steps: { type: 'string', default: '10' },
    diagnostics: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const [heads, context, batch, vocab] = [4, 128, 16, 65];

/** One measurement in a process of its own: the figures of its step times, or null where the engine is missing. */
function measure(command, args) {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } });
  return status === 0 ? JSON.parse(stdout.trim().split('\n').at(-1)) : null;
}

const ours = (depth, width, threads, diagnostics) =>
  measure(process.execPath, [
    here('our-step.mjs'),
    ...[depth, width, heads, context, batch, vocab, threads, values.steps, diagnostics ? 1 : 0].map(String),
  ]);

const torch = (depth, width, threads) =>
  measure(process.execPath, [
    here('../scripts/torch.mjs'),
    here('../test/oracle/torch/bench.py'),
    ...Object.entries({ depth, width, heads, context, batch, vocab, threads, steps: values.steps }).flatMap(([name, value]) => [
      `--${name}`,
      String(value),
    ]),
  ]);

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

const rows = [];
for (const shape of values.shapes.split(',')) {
  const [depth, width] = shape.split('x').map(Number);
  const contestants = [1, 2].flatMap((threads) => [
    { engine: 'ours', threads, diagnostics: false, run: () => ours(depth, width, threads, false) },
    ...(values.diagnostics ? [{ engine: 'ours', threads, diagnostics: true, run: () => ours(depth, width, threads, true) }] : []),
    { engine: 'pytorch', threads, diagnostics: false, run: () => torch(depth, width, threads) },
  ]);
  const results = contestants.map(() => []);
  for (let round = 0; round < Number(values.rounds); round++) {
    contestants.forEach(({ run }, i) => {
      const result = run();
      if (result) results[i].push(result);
    });
  }
  for (const [i, { engine, threads, diagnostics }] of contestants.entries()) {
    const figures = results[i];
    const summary = { medianMs: median(figures.map((r) => r.medianMs)), minMs: Math.min(...figures.map((r) => r.minMs)) };
    rows.push({ depth, width, engine, threads, diagnostics, ...(figures.length === 0 ? { missing: true } : summary) });
  }
}

const best = (depth, width, engine) =>
  Math.min(
    ...rows
      .filter((row) => row.depth === depth && row.width === width && row.engine === engine && !row.diagnostics && !row.missing)
      .map(({ medianMs }) => medianMs),
  );
for (const row of rows) if (!row.missing) row.ratioToOurs = row.medianMs / best(row.depth, row.width, 'ours');

console.log(
  '| depth | width | engine | threads | diagnostics | median ms | min ms | ratio to our best |\n|--:|--:|---|--:|---|--:|--:|--:|',
);
for (const { depth, width, engine, threads, diagnostics, medianMs, minMs, ratioToOurs, missing } of rows) {
  const figures = missing ? 'missing on this machine | |' : `${medianMs.toFixed(1)} | ${minMs.toFixed(1)} | ${ratioToOurs.toFixed(3)}`;
  console.log(`| ${depth} | ${width} | ${engine} | ${threads} | ${diagnostics ? 'on' : 'off'} | ${figures} |`);
}
if (values.json) writeFileSync(values.json, `${JSON.stringify({ rows }, null, 2)}\n`);
