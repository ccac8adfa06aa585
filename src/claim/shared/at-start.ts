/** What is measured at initialisation: cheap, so at depths that training here does not reach. */
import type { ProbeNeed, SignalNeed, StudyNeed } from '../need/types.ts';
import { deepnorm } from './arms.ts';

const size = { depths: [6, 12, 24, 48], width: 64, seeds: 10, batchSize: 8 } as const;
const arms = ['post', 'pre', 'sandwich'];

/** A Transformer as Vaswani et al. start it: four heads, learned positions, Xavier matrices, embeddings N(0, 1/d). */
export const transformerAtStart: SignalNeed = { kind: 'signal', arms, setting: 'model', ...size, model: { init: 'xavier' } };

/** The model of Xiong et al.'s theory: one head, uniform attention, ReLU, unit embeddings. */
export const theoryAtStart: SignalNeed = { kind: 'signal', arms, setting: 'xiong', ...size, seeds: 40 };

/** Models of several depths that are not trained: `steps` and learning rates stand for nothing. */
const untrained: StudyNeed = {
  kind: 'study',
  options: {
    arms: ['post', 'pre', { id: 'admin', model: { placement: 'admin', init: 'admin' } }],
    task: 'text',
    model: { dModel: 48, nHeads: 4, seqLen: 16 },
    batchSize: 8,
    steps: 1,
    lr: [0.001],
    warmup: [0],
    vary: { 'model.nLayers': [6, 12, 24, 48] },
    selectSeeds: [1],
    seeds: [2, 3, 4, 5, 6],
  },
};

/** A small change of all weights, and what comes of it. */
export const perturbedAtStart: ProbeNeed = { kind: 'initial', study: untrained, probes: ['amplification'], batches: 1 };

/** Three steps of training, each of which measures how far it moved the function. */
export const firstSteps: StudyNeed = {
  kind: 'study',
  options: {
    arms: ['post', 'pre', deepnorm],
    task: 'text',
    model: { dModel: 48, nHeads: 4, seqLen: 16 },
    batchSize: 8,
    steps: 3,
    clip: null,
    optimizer: { id: 'sgd' },
    lr: [0.1],
    warmup: [0],
    vary: { 'model.nLayers': [6, 12, 24, 48] },
    evaluation: { finalBatches: 1 },
    diagnostics: { every: 1, series: ['update-function'] },
    selectSeeds: [1],
    seeds: [2, 3, 4, 5, 6],
  },
};
