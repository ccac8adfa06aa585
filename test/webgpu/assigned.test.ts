/** Whole programs stay on the GPU: every placement with every normalizer, and one of each thing a family can add to a model. */
import { describe, expect, it } from 'vitest';
import { diagnostics } from '../../src/diagnostic/index.ts';
import { activations } from '../../src/model/activation/index.ts';
import { attentionNorms } from '../../src/model/attention-norm/index.ts';
import { positions } from '../../src/model/position/index.ts';
import type { ModelConfig } from '../../src/model/types.ts';
import { optimizers } from '../../src/optim/optimizer/index.ts';
import { evaluationProgram, trainingStep } from '../../src/train/step.ts';
import { crossing, crossModel, everyPair, pairModel } from '../helper/model.ts';
import { featured } from './models.ts';
import { onCpu } from './where.ts';

const placed = async (model: ModelConfig, optimizer = 'adamw') => {
  const config = { id: optimizer, ...optimizers.get(optimizer).defaults };
  const step = trainingStep({ model, batchSize: 2, optimizer: config, clip: 1, diagnostics: diagnostics.ids });
  return [...(await onCpu(step.program)), ...(await onCpu(evaluationProgram(model, 2).program))];
};

describe('no operator is left to the CPU', () => {
  it.each(everyPair)('%s × %s', async (placement, normalizer) => expect(await placed(pairModel(placement, normalizer))).toEqual([]));
  it.each(crossing)('%s with cross-attention', async (placement) => expect(await placed(crossModel(placement, 'layer'))).toEqual([]));
  it.each(Object.entries(featured))('%s', async (_title, model) => expect(await placed(model)).toEqual([]));
  it.each(activations.ids)('activation %s', async (activation) =>
    expect(await placed(pairModel('pre', 'layer', { activation }))).toEqual([]),
  );
  it.each(positions.ids)('position %s', async (position) => expect(await placed(pairModel('pre', 'layer', { position }))).toEqual([]));
  it.each(attentionNorms.ids)('attention norm %s', async (id) =>
    expect(await placed(pairModel('pre', 'layer', { attentionNorm: { id } }))).toEqual([]),
  );
  it.each(optimizers.ids)('optimizer %s', async (id) => expect(await placed(pairModel('post', 'rms'), id)).toEqual([]));
  it('dropout', async () => expect(await placed(pairModel('pre', 'layer', { dropout: 0.1 }))).toEqual([]));
});
