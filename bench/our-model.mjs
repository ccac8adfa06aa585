/** Our training step of a shape, as `normlab` would build it, and the values it starts from. */
import { optimizers } from '../dist/optim/optimizer/index.js';
import { parseRun } from '../dist/spec/parse.js';
import { withTask } from '../dist/spec/with-task.js';
import { stepOf } from '../dist/train/shape.js';
import { initialValues, namedTensors } from '../dist/train/values.js';

const seed = 1;

export function ourStep({ depth, width, heads, context, batch, vocab }, adamW, diagnostics) {
  const run = parseRun({
    model: {
      placement: 'pre',
      normalizer: { id: 'layer', eps: 1e-5 },
      activation: 'gelu',
      position: 'learned',
      tiedHead: false,
      // Every branch then starts with numbers around 1: a formula that differs a little somewhere shows in the loss.
      init: { id: 'normal', std: 1 / Math.sqrt(width) },
      nLayers: depth,
      dModel: width,
      nHeads: heads,
      seqLen: context,
    },
    task: 'copy',
    optimizer: { id: 'adamw', ...adamW },
    batchSize: batch,
  });
  const data = { vocabSize: vocab, classes: vocab, readout: 'token', patchSize: 0, sourceLen: 0, padding: -1 };
  const model = withTask(run.model, 'bench', data);
  const series = diagnostics ? run.diagnostics.series : [];
  const built = stepOf({ model, batchSize: batch, optimizer: run.optimizer, clip: null, diagnostics: series });
  const optimizer = optimizers.get(run.optimizer.id);
  const values = initialValues(built, model, seed, optimizer.slots);
  const scalars = (step) => optimizer.scalars(run.optimizer, step, run.optimizer.lr);
  return { built, values, scalars, parameters: () => namedTensors(built, values) };
}
