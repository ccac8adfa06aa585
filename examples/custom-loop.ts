/** Training without files or processes, as a browser would run it. With Node 22.18 or newer: node examples/custom-loop.ts */
import { Compiler, parseRun, portableEngines, tasks, trainEvents } from 'normlab/web';

const run = parseRun({
  model: { placement: 'post', nLayers: 1, dModel: 8, nHeads: 2, seqLen: 8 },
  task: { id: 'copy', symbols: 4 },
  optimizer: { id: 'adamw', lr: 0.01 },
  batchSize: 8,
  steps: 20,
  evaluation: { finalBatches: 4 },
  diagnostics: { every: 10, series: ['stream-rms'] },
});
const task = tasks.get(run.task.id).create(run.task, run.model.seqLen, undefined);
const compiler = new Compiler(await portableEngines.get('reference').open({ threads: 1 }));

for await (const event of trainEvents(run, { compiler, task })) {
  if (event.type === 'step') console.log(`step ${event.step}: loss ${event.loss.toFixed(3)}`);
  if (event.type === 'measured') console.log('stream RMS after each sublayer:', event.series['stream-rms/out']);
  if (event.type === 'finished') console.log(`validation loss ${event.evalLoss.toFixed(3)} nats per token`);
}
await compiler.release();
