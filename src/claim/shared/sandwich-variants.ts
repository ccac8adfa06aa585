/** Sandwich-Norm and what may be changed of it, with Pre-Norm beside it. */
import type { Arm } from '../../study/arm.ts';
import type { Claim } from '../types.ts';
import type { Named } from './loss-rule.ts';
import { study } from './training.ts';
import { depth, loss } from './words.ts';

/** Sandwich-Norm whose output norm is another one. */
const output = (id: string, site: object): Arm => ({
  id,
  model: { placement: { id: 'custom', rules: [{ input: true, output: site }] } } as Arm['model'],
});

export const sandwichNeeds = {
  trained: study({
    arms: [
      'sandwich',
      output('sandwich-frozen', { normalizer: 'layer-plain' }),
      output('sandwich-small', { gain: 0.1 }),
      'peri',
      { id: 'sandwich-cogview', model: { placement: 'sandwich', normalizer: 'cogview' } },
      'pre',
      { id: 'pre-embedding', model: { placement: 'pre', embeddingNorm: true } },
    ],
    task: 'text',
    model: { dModel: 32, nHeads: 4, seqLen: 16 },
    steps: 120,
    batchSize: 16,
    evaluation: { finalBatches: 24 },
    lr: [0.003, 0.01],
    warmup: [12],
    vary: { 'model.nLayers': [2, 4, 8] },
    diagnostics: { every: 0 },
    selectSeeds: [1],
    seeds: [2, 3, 4, 5],
  }),
} as const;

const named = (id: string, en: string, zh: string): Named => ({ id, name: { en, zh } });

export const sandwichNamed = named('sandwich', 'Sandwich-Norm', '三明治归一化');
export const frozen = named(
  'sandwich-frozen',
  'Sandwich-Norm without gain and bias on its output norm',
  '输出归一化不带增益与偏置的三明治归一化',
);
export const smallGain = named('sandwich-small', 'Sandwich-Norm whose output gains start at 0.1', '输出增益从 0.1 起步的三明治归一化');
export const withEmbeddingNorm = named('peri', 'Sandwich-Norm with a norm behind the embedding', '嵌入后带归一化的三明治归一化');
export const cogViewNormed = named('sandwich-cogview', 'Sandwich-Norm with CogView’s LayerNorm', '用 CogView 层归一化的三明治归一化');
export const preEmbedding = named('pre-embedding', 'Pre-Norm with a norm behind the embedding', '嵌入后带归一化的前归一化');

export const sandwichFigure: Claim['figure'] = {
  kind: 'lines',
  x: depth,
  y: loss,
  names: {
    'sandwich-frozen': { en: 'Sandwich, no gain', zh: '三明治，无增益' },
    'sandwich-small': { en: 'Sandwich, gain 0.1', zh: '三明治，增益 0.1' },
    'sandwich-cogview': { en: 'Sandwich, CogView', zh: '三明治，CogView' },
    'pre-embedding': { en: 'Pre, embedding norm', zh: '前，嵌入归一化' },
  },
};
