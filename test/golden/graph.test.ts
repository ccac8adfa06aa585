/** The training step of a few models as text: a change of the graph shows here, line by line. */
import { expect, it } from 'vitest';
import { print } from '../../src/graph/print.ts';
import { verify } from '../../src/graph/verify.ts';
import { optimizers } from '../../src/optim/optimizer/index.ts';
import { trainingStep } from '../../src/train/step.ts';
import { crossModel, pairModel } from '../helper/model.ts';

const small = { nLayers: 1, nEncoderLayers: 1, nHeads: 2, nKvHeads: 2, dModel: 4, dFf: 6, seqLen: 4, vocabSize: 3, classes: 3 };

/** The classics, and one of each kind that their graphs do not show. */
const models = {
  'post-layer': pairModel('post', 'layer', small),
  'pre-rms': pairModel('pre', 'rms', small),
  'sandwich-layer': pairModel('sandwich', 'layer', small),
  'post-batch': pairModel('post', 'batch', small),
  'normformer-layer': pairModel('normformer', 'layer', small),
  'gpas-rms': pairModel('gpas', 'rms', small),
  'hyper-connections-rms': pairModel('hyper-connections', 'rms', { ...small, placement: { id: 'hyper-connections', streams: 2 } }),
  'pre-power': pairModel('pre', 'power', small),
  'cross-deepnorm-layer': crossModel('deepnorm', 'layer', small),
};

// A wanted change: look at the difference, then `npx vitest run test/golden -u`.
it.each(Object.entries(models))('%s', async (name, model) => {
  const optimizer = { id: 'adamw', ...optimizers.get('adamw').defaults };
  const step = trainingStep({ model, batchSize: 2, optimizer, clip: 1, diagnostics: [] });
  verify(step.program);
  await expect(print(step.program)).toMatchFileSnapshot(`graph/${name}.txt`);
});
