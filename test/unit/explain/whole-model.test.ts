/** A spec or an arm told before it is trained: the model that would be, not one like it. */
import { describe, expect, it } from 'vitest';
import { modelOf } from '../../../src/explain/model.ts';
import { explanationText } from '../../../src/explain/text.ts';
import { explanationSchema } from '../../../src/explain/types.ts';
import { explainModel } from '../../../src/explain/whole-model.ts';
import { size } from '../../../src/graph/tensor.ts';
import { tokenShape } from '../../../src/model/types.ts';
import { parseRun } from '../../../src/spec/parse.ts';
import type { RunInput } from '../../../src/spec/schema.ts';
import { modelOfSpec } from '../../../src/study/model-of-spec.node.ts';
import { gradientProgram } from '../../../src/train/step.ts';

const ofSpec = (model: object, task: unknown = 'copy') =>
  modelOfSpec(
    { model: { nLayers: 3, dModel: 16, nHeads: 2, seqLen: 6, ...model } as RunInput['model'], task: task as RunInput['task'] },
    'en',
  );
const textOf = (about: ReturnType<typeof explainModel>) => explanationText(about, { language: 'en', width: 200, picture: '', others: [] });

describe('explainModel', () => {
  it('says what two stacks have apart, and what training alone does', () => {
    const model = { placement: 'pre', finalNorm: { encoder: false }, memoryNorm: true, layerDrop: 0.1, labelSmoothing: 0.2 } as const;
    const about = explainModel('x', { ...parseRun({ model, task: 'translation' }).model, ...tokenShape(9), sourceLen: 8 }, 'en');
    expect(about.finalNorm).toEqual({ encoder: false, decoder: true });
    expect(about.embeddingNorm).toBe(false);
    expect(about.model).toMatchObject({ labelSmoothing: '0.2', layerDrop: 'rate=0.1:unit=block:growth=constant' });
    expect(textOf(about)).toContain('before the head: encoder no, decoder yes; behind the embedding: no');
    expect(about.equation).toContain('memory ← LN');
  });

  it.each<[object, unknown]>([
    [{ placement: 'sandwich', normalizer: 'rms' }, 'copy'],
    [{ placement: 'keel', tiedHead: true, bias: false }, { id: 'text' }],
    [{ placement: 'hyper-connections', nLayers: 5 }, 'copy'],
    [{ placement: 'mix-ln', nLayers: 8 }, 'copy'],
    [{ placement: 'pre', nEncoderLayers: 2, seqLen: undefined }, 'translation'],
    [{ placement: 'pre', seqLen: undefined }, 'images'],
  ])('%j on %j: its parameters are those that training has', (model, task) => {
    const config = ofSpec(model, task);
    const { parameters } = explainModel('x', config, 'en');
    const trained = gradientProgram({ model: config, batchSize: 2, diagnostics: [], gradients: false }).parameters;
    expect(parameters.total).toBe(trained.reduce((sum, { shape }) => sum + size(shape), 0));
    expect(parameters.lines.reduce((sum, { shape, times }) => sum + times * size(shape), 0)).toBe(parameters.total);
    expect(parameters.lines.reduce((sum, { times }) => sum + times, 0)).toBe(trained.length);
  });

  it('puts equal blocks in one line and others in lines of their own', () => {
    const { lines } = explainModel('x', ofSpec({ placement: 'mix-ln', nLayers: 8 }), 'en').parameters;
    const norms = lines.filter(({ name }) => name.includes('attn') && name.includes('norm.weight')).map(({ name }) => name);
    expect(norms).toEqual(['layers.{0–1}.attn.exit_norm.weight', 'layers.{2–7}.attn.input_norm.weight']);
  });

  it('says what is not usual, and what to mind', () => {
    const about = explainModel('mine', ofSpec({ placement: 'mix-ln', finalNorm: false, normalizer: { id: 'layer', eps: 1e-12 } }), 'en');
    expect(explanationSchema.parse(about)).toEqual(about);
    expect(about.equation).toBe('x ← x + F(LN(x)); out = x; LN = layer:eps=1e-12');
    expect(about.normalizer).toMatchObject({ choice: 'layer:eps=1e-12', eps: 1e-12 });
    const text = textOf(about);
    for (const part of [
      'Mix-LN (mine) · model',
      'out = x',
      'LN = layer:eps=1e-12',
      'same model as pre',
      'layers.{0–2}.ffn.fc2.weight [16, 64] × 3',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('arxiv.org');
  });

  it('tells a custom placement by its equations, not by its rules', () => {
    const about = explainModel('mine', ofSpec({ placement: { id: 'custom', rules: [{ input: true, branchScale: '0.5' }] } }), 'en');
    expect(about.placement).toBe('custom');
    expect(textOf(about)).toContain('x ← x + 0.5·F(LN(x))');
    expect(textOf(about)).not.toContain('[object');
  });

  it('an arm is told in the shape that is asked for', () => {
    const config = modelOf({ model: { placement: 'pre', normalizer: 'rms', init: 'deepnet', nLayers: 2, dModel: 32 }, task: 'copy' });
    const about = explainModel('pre/rms+deepnet', config, 'zh');
    expect(about.model).toMatchObject({ nLayers: '2', dModel: '32' });
    expect(about.init.choice).toBe('deepnet');
    expect(about.equation).toBe('x ← x + F(RMS(x))');
    // (8N)^(-1/4)
    expect(about.constants.beta).toBe(0.5);
  });
});
