/** One run from a spec, watched while it trains. With Node 22.18 or newer: node examples/train.ts */
import { train } from 'normlab';

const spec = {
  model: { placement: 'sandwich', normalizer: 'rms', nLayers: 2, dModel: 16, nHeads: 2, seqLen: 8 },
  task: 'copy',
  optimizer: { id: 'adamw', lr: 0.01 },
  schedule: { id: 'warmup-cosine', warmupSteps: 5 },
  steps: 60,
};

const { run, record } = await train(spec, {
  onEvent: (event) => {
    if (event.type === 'evaluated') console.log(`step ${event.step}: validation loss ${event.loss.toFixed(3)}`);
  },
});

console.log(`${record.status} after ${record.steps} of ${run.steps} steps: ${record.evalLoss?.toFixed(3)} nats per token`);
