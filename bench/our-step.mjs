/** Our step alone, in this process; prints one line of JSON. Arguments: depth width heads context batch vocab threads steps diagnostics. */
import { engines } from '../dist/engine/index.node.js';
import { optimizers } from '../dist/optim/optimizer/index.js';
import { parseRun } from '../dist/spec/parse.js';
import { trainingStep } from '../dist/train/step.js';
import { initialValues } from '../dist/train/values.js';

const [depth, width, heads, context, batch, vocab, threads, steps, diagnostics] = process.argv.slice(2).map(Number);
const run = parseRun({
  model: { placement: 'pre', nLayers: depth, dModel: width, nHeads: heads, seqLen: context },
  task: 'copy',
  batchSize: batch,
});
const model = { ...run.model, vocabSize: vocab };
const engine = await engines.get(process.env.NORMLAB_ENGINE ?? 'ort-node').open({ threads });
const series = diagnostics ? run.diagnostics.series : [];
const built = trainingStep({ model, batchSize: batch, optimizer: run.optimizer, clip: null, diagnostics: series });
const session = await engine.compile(built.program);
const optimizer = optimizers.get(run.optimizer.id);
const state = initialValues(built, model, 1, optimizer.slots);
const tokens = batch * context;
const warmUp = 4;
const times = [];
for (let step = 0; step < warmUp + steps; step++) {
  const began = performance.now();
  const pattern = (factor) => Int32Array.from({ length: tokens }, (_, i) => (i * factor + step) % vocab);
  const feeds = {
    tokens: pattern(7),
    targets: pattern(11),
    weights: new Float32Array(tokens).fill(1 / tokens),
    ...Object.fromEntries(state),
  };
  for (const [name, value] of Object.entries(optimizer.scalars(run.optimizer, step + 1, 1e-3)))
    feeds[`scalar:${name}`] = Float64Array.of(value);
  const outputs = await session.run(feeds);
  for (const key of state.keys()) state.set(key, outputs[`next:${key}`]);
  if (step >= warmUp) times.push(performance.now() - began);
}
times.sort((a, b) => a - b);
console.log(
  JSON.stringify({
    engine: 'ours',
    threads,
    diagnostics: Boolean(diagnostics),
    medianMs: times[Math.floor(times.length / 2)],
    minMs: times[0],
    steps,
  }),
);
