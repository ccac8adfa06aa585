/** Presets against the published models: each value as it stands in the code or paper named beside it. */
import { describe, expect, it } from 'vitest';
import { embeddingScale } from '../../../src/model/embedding.ts';
import { embeddingStd } from '../../../src/model/init/draw.ts';
import { readPlacement } from '../../../src/model/placement/read.ts';
import { parseRun } from '../../../src/spec/parse.ts';
import { presets } from '../../../src/spec/preset/index.ts';

interface Published {
  readonly normalizer: string;
  readonly eps: number | undefined;
  readonly tiedHead: boolean;
  readonly bias: boolean;
  readonly activation: string;
  readonly position: string;
  /** Token embeddings are multiplied by it, at a width of 64. */
  readonly embeddingScale?: number;
  readonly embeddingNorm?: boolean;
  readonly finalNorm: boolean;
  readonly attentionNorm?: string;
  readonly init: string;
}

/** tensor2tensor; google-research/bert modeling.py; openai/gpt-2 model.py; transformers 5.18 (llama, gemma3, olmo2); microsoft/Swin-Transformer; THUDM/CogView; pixeli99/MixLN; NVIDIA/ngpt; xai-org/grok-1. */
const published: Readonly<Record<string, Published>> = {
  vaswani: {
    normalizer: 'layer',
    eps: 1e-6,
    tiedHead: true,
    bias: true,
    activation: 'relu',
    position: 'sinusoidal',
    embeddingScale: 8,
    finalNorm: false,
    init: 'xavier',
  },
  bert: {
    normalizer: 'layer',
    eps: 1e-12,
    tiedHead: true,
    bias: true,
    activation: 'gelu',
    position: 'learned',
    embeddingNorm: true,
    finalNorm: false,
    init: 'trunc-normal',
  },
  'gpt-2': {
    normalizer: 'layer',
    eps: 1e-5,
    tiedHead: true,
    bias: true,
    activation: 'gelu',
    position: 'learned',
    finalNorm: true,
    init: 'depth-scaled',
  },
  llama: {
    normalizer: 'rms',
    eps: 1e-6,
    tiedHead: false,
    bias: false,
    activation: 'swiglu',
    position: 'rotary',
    finalNorm: true,
    init: 'normal',
  },
  'gemma-3': {
    normalizer: 'rms-1p',
    eps: 1e-6,
    tiedHead: true,
    bias: false,
    activation: 'geglu',
    position: 'rotary',
    embeddingScale: 8,
    finalNorm: true,
    attentionNorm: 'qk',
    init: 'normal',
  },
  'olmo-2': {
    normalizer: 'rms',
    eps: 1e-6,
    tiedHead: false,
    bias: false,
    activation: 'swiglu',
    position: 'rotary',
    finalNorm: true,
    attentionNorm: 'qk',
    init: 'trunc-normal',
  },
  'swin-v2': {
    normalizer: 'layer',
    eps: 1e-5,
    tiedHead: false,
    bias: true,
    activation: 'gelu',
    position: 'learned',
    embeddingNorm: true,
    finalNorm: true,
    attentionNorm: 'cosine',
    init: 'normal',
  },
  cogview: {
    normalizer: 'cogview',
    eps: 1e-5,
    tiedHead: true,
    bias: true,
    activation: 'gelu',
    position: 'learned',
    finalNorm: true,
    init: 'depth-scaled',
  },
  'mix-ln-paper': {
    normalizer: 'rms',
    eps: 1e-6,
    tiedHead: false,
    bias: false,
    activation: 'swiglu',
    position: 'rotary',
    finalNorm: true,
    init: 'normal',
  },
  'normalized-gpt': {
    normalizer: 'layer',
    eps: 1e-5,
    tiedHead: false,
    bias: false,
    activation: 'swiglu',
    position: 'rotary',
    embeddingNorm: true,
    finalNorm: false,
    init: 'normal',
  },
  'grok-1': {
    normalizer: 'rms',
    eps: 1e-5,
    tiedHead: true,
    bias: false,
    activation: 'geglu',
    position: 'rotary',
    embeddingScale: 8,
    finalNorm: true,
    init: 'normal',
  },
};

const modelOf = (id: string, fields: object = {}) =>
  parseRun({ model: { preset: id as never, dModel: 64, ...fields }, task: 'copy' }).model;

describe.each(Object.entries(published))('preset %s', (id, expected) => {
  it('has what its model publishes', () => {
    const model = modelOf(id);
    const { frame } = readPlacement(model);
    const found: Published = {
      normalizer: model.normalizer.id,
      eps: model.normalizer.eps,
      tiedHead: model.tiedHead,
      bias: model.bias,
      activation: model.activation,
      position: model.position,
      embeddingScale: embeddingScale(model),
      embeddingNorm: frame.embeddingNorm !== undefined || undefined,
      finalNorm: frame.finalNorm,
      attentionNorm: model.attentionNorm.id === 'none' ? undefined : model.attentionNorm.id,
      init: model.init.id,
    };
    expect(found).toEqual(expected);
  });
});

it('embeddings that are multiplied by √d enter at a scale of 1, or at the one of the paper', () => {
  const scaleOf = (id: string) => {
    const model = modelOf(id);
    return (embeddingStd(model) ?? 1 / Math.sqrt(model.dModel)) * (embeddingScale(model) ?? 1);
  };
  expect(scaleOf('gemma-3')).toBeCloseTo(1, 12);
  expect(scaleOf('grok-1')).toBeCloseTo(1, 12);
  expect(scaleOf('vaswani')).toBeCloseTo(1, 12);
  expect(scaleOf('mix-ln-paper')).toBeCloseTo(Math.sqrt(2 / 5), 12);
});

it('a factor on embeddings is a positive number or a formula of the width', () => {
  expect(embeddingScale(modelOf('gpt-2', { embeddingScale: '2*sqrt(width)' }))).toBe(16);
  expect(embeddingScale(modelOf('gpt-2', { embeddingScale: 12 }))).toBe(12);
  for (const wrong of ['1 - width', '0*width', 'sqrt(-width)'])
    expect(() => modelOf('gpt-2', { embeddingScale: wrong })).toThrow(/factor .* on token embeddings/);
});

it('every preset says in what the original differs, in both languages', () => {
  for (const { id, differs } of presets.members) {
    expect(differs.en.length, id).toBeGreaterThan(20);
    expect(differs.zh, id).toMatch(/[。]$/);
  }
});
