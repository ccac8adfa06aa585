/** The training step of every placement and normalizer as text: a change of the graph shows here, line by line. */
import { expect, it } from 'vitest';
import { print } from '../../src/graph/print.ts';
import { verify } from '../../src/graph/verify.ts';
import { optimizers } from '../../src/optim/optimizer/index.ts';
import { trainingStep } from '../../src/train/step.ts';
import { everyPair, pairModel } from '../helper/model.ts';

const small = { nLayers: 1, nHeads: 2, dModel: 4, dFf: 6, seqLen: 4, vocabSize: 3 };

// A wanted change: look at the difference, then `npx vitest run test/golden -u`.
it.each(everyPair)('%s × %s', async (placement, normalizer) => {
  const optimizer = { id: 'adamw', ...optimizers.get('adamw').defaults };
  const step = trainingStep({ model: pairModel(placement, normalizer, small), batchSize: 2, optimizer, clip: 1, diagnostics: [] });
  verify(step.program);
  await expect(print(step.program)).toMatchFileSnapshot(`graph/${placement}-${normalizer}.txt`);
});
