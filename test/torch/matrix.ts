/** The combinations that PyTorch is asked about: every member of every family at least once, placements and normalizers crossed. */
import type { KitInput } from '../../src/conformance/spec.ts';
import { normalizers } from '../../src/model/normalizer/index.ts';
import { placements } from '../../src/model/placement/index.ts';

export interface MatrixCase {
  readonly name: string;
  readonly kit: KitInput;
}

/** Hidden from the matrix: what a custom placement is, its own tests say. */
const published = placements.ids.filter((id) => id !== 'custom');
const crossing = published.filter((id) => !placements.get(id).noCross);

const adamw = { id: 'adamw', lr: 1e-2 } as const;
const kit = (name: string, model: object, more: Partial<KitInput> = {}): MatrixCase => ({
  name,
  kit: { model: model as KitInput['model'], steps: 3, optimizer: adamw, ...more },
});

const everyPlacement = published.flatMap((placement) =>
  ['layer', 'rms'].map((normalizer) => kit(`${placement}-${normalizer}`, { placement, normalizer })),
);

const everyNormalizer = normalizers.ids.flatMap((normalizer) =>
  ['post', 'pre'].map((placement) => kit(`${placement}-${normalizer}`, { placement, normalizer })),
);

const annotated = { id: 'layer', std: 'unbiased', eps: 1e-6 };

/** Each published option away from its default. */
const options = [
  kit('branch-out-zero', { placement: { id: 'branch-out', zeroInit: true } }),
  kit('admin-constant', { placement: { id: 'admin', omega: 'constant' } }),
  kit('glm-fourth', { placement: { id: 'glm', alpha: 'fourth' } }),
  kit('mix-ln-half', { placement: { id: 'mix-ln', share: 0.5 }, nLayers: 4 }),
  kit('hyper-two', { placement: { id: 'hyper-connections', streams: 2 } }),
  kit('layerscale-tiny', { placement: { id: 'layerscale', initial: 1e-5 } }),
  kit('skipinit-one', { placement: { id: 'skipinit', initial: 1 } }),
  ...['before-norm', 'after-branch', 'after-residual', 'attn-only', 'ffn-only'].map((scaleAt) =>
    kit(`lns-${scaleAt}`, { placement: { id: 'lns', scaleAt } }),
  ),
  ...['post', 'sandwich'].map((base) => kit(`prores-${base}`, { placement: { id: 'prores', base, rampSteps: 2 } })),
  kit('branchnorm-fast', { placement: { id: 'branchnorm', rampSteps: 2 } }),
  kit('power-running', { placement: 'pre', normalizer: { id: 'power', groups: 2, warmupSteps: 1 } }),
  kit('prms-half', { placement: 'pre', normalizer: { id: 'prms', share: 0.5 } }),
  kit('prms-up', { placement: 'pre', normalizer: { id: 'prms', share: 0.3, round: 'up' } }),
  kit('cogview-tensor', { placement: 'sandwich', normalizer: { id: 'cogview', maximum: 'tensor' } }),
  kit('siamese-normed', { placement: { id: 'siamese', end: 'normed' } }),
  kit('dual-scaled', { placement: { id: 'residual-dual', scale: 0.05 }, normalizer: { id: 'layer', eps: 1e-3 } }),
  kit('normformer-self', { placement: { id: 'normformer', cross: false }, architecture: 'encoder-decoder' }),
  ...['pre', 'post'].map((placement) => kit(`annotated-${placement}`, { placement, normalizer: annotated })),
  kit('annotated-each-head', { placement: 'sandwich', normalizer: annotated, attentionNorm: { id: 'qk', span: 'each-head' } }),
  kit('no-final-norm', { placement: 'pre', finalNorm: false }),
  kit('final-and-embedding-norm', { placement: 'post', finalNorm: true, embeddingNorm: true }),
  kit('dual-no-final', { placement: 'residual-dual', finalNorm: false }),
];

const attention = [
  ...['qk', 'qkv'].flatMap((id) =>
    ['head', 'full'].flatMap((span) =>
      ['pre', 'branch-out'].map((placement) =>
        kit(`${id}-${span}-${placement}`, { placement, attentionNorm: { id, span }, normalizer: 'rms' }),
      ),
    ),
  ),
  ...['qk', 'qkv'].map((id) =>
    kit(`${id}-each-head`, { placement: 'pre', attentionNorm: { id, span: 'each-head' }, nHeads: 4, nKvHeads: 2 }),
  ),
  ...['layer-1p', 'scale', 'dyt'].map((normalizer) =>
    kit(`each-head-${normalizer}`, { placement: 'post', normalizer, attentionNorm: { id: 'qk', span: 'each-head' } }),
  ),
  ...['head', 'each-head', 'full'].map((span) =>
    kit(`rotation-first-${span}`, { placement: 'pre', position: 'rotary', attentionNorm: { id: 'qk', span, order: 'rotation-first' } }),
  ),
  kit('norm-first-rotary', { placement: 'pre', position: 'rotary', attentionNorm: { id: 'qk', span: 'each-head' } }),
  ...[{ acrossHeads: false }, { eachHead: true }, {}].map((inner, i) =>
    kit(`inner-${['head', 'each-head', 'all'][i]}`, {
      placement: {
        id: 'custom',
        rules: [
          { sublayers: ['attn'], input: true, inner },
          { sublayers: ['ffn'], exit: true },
        ],
      },
      normalizer: 'rms',
      nHeads: 4,
      nKvHeads: 2,
    }),
  ),
  kit('cosine', { placement: 'branch-out', attentionNorm: 'cosine' }),
  kit('grouped', { placement: 'pre', nHeads: 4, nKvHeads: 2, attentionNorm: { id: 'qkv', span: 'full' } }),
  kit('one-kv-head', { placement: 'post', nHeads: 4, nKvHeads: 1, position: 'rotary' }),
  kit('qk-batch', { placement: 'pre', normalizer: 'batch', attentionNorm: 'qk' }),
  kit('qk-instance', { placement: 'pre', normalizer: 'instance', attentionNorm: 'qk' }),
];

const shapes = [
  ...['rotary', 'sinusoidal', 'none'].map((position) => kit(`position-${position}`, { placement: 'pre', position })),
  ...['relu', 'relu2', 'swiglu', 'geglu'].map((activation) => kit(`activation-${activation}`, { placement: 'sub-ln', activation })),
  kit('ngpt-whole', { placement: 'ngpt', position: 'rotary', activation: 'swiglu', bias: false, nHeads: 2 }),
  ...['learned', 'none'].map((position) =>
    kit(`embedding-scale-${position}`, { placement: 'post', position, embeddingScale: 'sqrt(width)', tiedHead: true }),
  ),
  kit('no-bias-tied', { placement: 'pre', bias: false, tiedHead: true }),
  kit('encoder', { placement: 'post', architecture: 'encoder' }),
  kit('encoder-sequence', { placement: 'pre', architecture: 'encoder' }, { shape: { readout: 'sequence', classes: 3 } }),
  kit('decoder-sequence', { placement: 'sandwich' }, { shape: { readout: 'sequence', classes: 4 } }),
  kit(
    'patches',
    { placement: 'layerscale', architecture: 'encoder' },
    { shape: { readout: 'sequence', classes: 3, vocabSize: 0, patchSize: 5 } },
  ),
  kit(
    'patches-ngpt',
    { placement: 'ngpt', architecture: 'encoder' },
    { shape: { readout: 'sequence', classes: 3, vocabSize: 0, patchSize: 5 } },
  ),
];

const twoStacks = { architecture: 'encoder-decoder', nEncoderLayers: 3 } as const;

const translation = [
  ...crossing.map((placement) => kit(`cross-${placement}`, { placement, architecture: 'encoder-decoder', nEncoderLayers: 3 })),
  kit('cross-rotary-grouped', {
    placement: 'pre',
    architecture: 'encoder-decoder',
    position: 'rotary',
    nHeads: 4,
    nKvHeads: 2,
    attentionNorm: 'qk',
  }),
  ...['pre', 'post', 'deepnorm'].map((placement) => kit(`memory-${placement}`, { placement, memoryNorm: true, ...twoStacks })),
  kit('memory-custom', {
    placement: {
      id: 'custom',
      rules: [
        { sublayers: ['cross'], memory: true, q: { eachHead: true }, k: { acrossHeads: true }, v: true, inner: { eachHead: true } },
        { sublayers: ['attn', 'ffn'], input: true, output: true },
      ],
      finalNorm: { encoder: false },
      embeddingNorm: { decoder: true },
    },
    ...twoStacks,
    nHeads: 4,
    nKvHeads: 2,
  }),
  kit('norms-per-stack', { placement: 'pre', finalNorm: { encoder: false }, embeddingNorm: { encoder: true }, ...twoStacks }),
  kit('norms-per-stack-post', { placement: 'post', finalNorm: { decoder: true, encoder: false }, ...twoStacks }),
  kit('norms-per-stack-dual', { placement: 'residual-dual', finalNorm: { decoder: false }, ...twoStacks }),
  kit('cross-batch', { placement: 'post', architecture: 'encoder-decoder', normalizer: 'batch' }),
];

/** What only training does: evaluation after the steps is plain in all of them. */
const regularised = [
  kit('smoothed', { placement: 'pre', labelSmoothing: 0.1 }),
  kit(
    'smoothed-classes',
    { placement: 'post', architecture: 'encoder', labelSmoothing: 0.3 },
    { shape: { readout: 'sequence', classes: 3 } },
  ),
  kit('smoothed-translation', { placement: 'post', labelSmoothing: 0.1, dropout: 0.1, ...twoStacks }),
  kit('dropout', { placement: 'pre', dropout: 0.3 }),
  kit('layer-drop', { placement: 'post', nLayers: 6, layerDrop: 0.4 }),
  kit('layer-drop-linear', { placement: 'sandwich', nLayers: 6, layerDrop: { rate: 0.8, growth: 'linear' } }),
  kit('layer-drop-dual', { placement: 'residual-dual', nLayers: 6, layerDrop: 0.5 }),
  kit('stochastic-depth', { placement: 'pre', nLayers: 6, layerDrop: { rate: 0.5, unit: 'sublayer', growth: 'linear' } }),
  kit('stochastic-depth-post', { placement: 'post', layerDrop: { rate: 0.5, unit: 'sublayer' }, ...twoStacks }),
];

const optimizers = [
  kit('adam', { placement: 'post' }, { optimizer: { id: 'adam', lr: 1e-2, weightDecay: 0.1 } }),
  // RAdam's steps are plain at first: both kinds are seen.
  kit('radam', { placement: 'pre' }, { steps: 8, optimizer: { id: 'radam', lr: 1e-2, weightDecay: 0.1 } }),
  kit('radam-early', { placement: 'post' }, { steps: 8, optimizer: { id: 'radam', lr: 1e-2, betas: [0.8, 0.95] } }),
  kit('sgd', { placement: 'pre' }, { optimizer: { id: 'sgd', lr: 0.1, momentum: 0.9, weightDecay: 0.1 }, clip: 0.1 }),
];

const all = [...everyPlacement, ...everyNormalizer, ...options, ...attention, ...shapes, ...translation, ...regularised, ...optimizers];

/** Each combination once. */
export const matrix: readonly MatrixCase[] = [...new Map(all.map((one) => [one.name, one])).values()];
