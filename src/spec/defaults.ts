/** What a spec leaves out. */
export const defaults = {
  model: {
    normalizer: { id: 'layer' },
    attentionNorm: { id: 'none' },
    init: { id: 'normal' },
    activation: 'gelu',
    position: 'learned',
    nLayers: 4,
    nHeads: 4,
    dModel: 64,
    seqLen: 64,
    bias: true,
    dropout: 0,
    tiedHead: false,
  },
  task: { id: 'text' },
  optimizer: { id: 'adamw' },
  schedule: { id: 'warmup-cosine', warmupSteps: 0, finalRatio: 0.1, decayShare: 0.2 },
  clip: 1,
  batchSize: 16,
  steps: 400,
  seed: 1,
  checkpointSeconds: 10,
  evaluation: { batches: 8, finalBatches: 48 },
  diagnostics: { series: ['gradient-norm', 'stream-rms', 'identity-share', 'max-abs', 'update-ratio'] },
  engine: { id: 'ort-node', threads: 1 },
} as const;

/** Evaluations and measurements of a run when the spec does not say: ten, and twenty. */
export const defaultEvery = (steps: number, times: number): number => Math.max(1, Math.floor(steps / times));
