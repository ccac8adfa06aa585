/** Random custom placements: every field of a plan, every residual, every architecture. */
import fc from 'fast-check';
import type { CustomPlacement, CustomRule } from '../../src/model/placement/custom-rules.ts';
import type { Origin } from '../../src/model/placement/types.ts';
import type { Choice, ModelConfig, PerStack, SublayerKind } from '../../src/model/types.ts';
import { tiny } from './model.ts';

/** Not GroupNorm: of two features per group it leaves the sign, whose rounding float32 and float64 do not share. */
const normalizers = ['layer', 'rms', 'layer-1p', 'layer-plain', 'rms-original', 'rms-1p', 'scale', 'l2', 'dyt', 'derf', 'cogview', 'batch'];
const site = fc.oneof(
  fc.constant(true as const),
  fc.constantFrom(...normalizers),
  fc.record({ normalizer: fc.constantFrom(...normalizers), gain: fc.constantFrom(0.5, 1, 2) }),
);
const perHead = fc.oneof(
  site,
  fc.record({ acrossHeads: fc.boolean(), normalizer: fc.constantFrom('layer', 'rms', 'l2') }),
  fc.record({ eachHead: fc.constant(true), normalizer: fc.constantFrom(...normalizers), gain: fc.constantFrom(0.5, 2) }),
);
/** Norms of queries and keys may stand on either side of the turn. */
const turned = fc
  .tuple(perHead, fc.boolean())
  .map(([norm, afterRotation]) => (typeof norm === 'object' ? { ...norm, afterRotation } : norm));

/** Formulas of moderate size over everything that may stand in one. */
const numbers = fc.constantFrom(
  '1',
  '0.5',
  '1/sqrt(depth)',
  '1/layer',
  '(2*sublayers)^(1/4)',
  'log2(width)/3',
  'sqrt(head)/2',
  'max(0.25, 1/sublayer)',
);
const steps = fc.constantFrom('min(step/4, 1)', '1 - exp(-step/2)', 'sigmoid(step - 2)', 'tanh(step/3)');
const learnt = (shapes: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom('L', 'abs(L)', '1 + L', 'exp(L)/2', '1 - silu(L)', '(L - 1)^2', '(2 + L)^-1', 'sqrt(1 + abs(L))', 'max(L, 0.1)'),
      fc.constantFrom(...shapes),
    )
    .map(([text, shape]) => text.replaceAll('L', `learn(0.4, ${shape})`));
const scale = (shapes: readonly string[] = ['scalar', 'feature']) =>
  fc.oneof(
    numbers,
    fc.double({ min: 0.25, max: 2, noNaN: true }),
    steps,
    learnt(shapes),
    fc.tuple(numbers, learnt(shapes)).map(([a, b]) => `(${a})*(${b})`),
  );
const shift = fc.oneof(fc.constantFrom(0.1, -0.2), learnt(['scalar', 'feature']));

/** Fields of a rule for any branch, and for each kind of branch besides. */
export const around = {
  input: site,
  output: site,
  exit: site,
  inner: site,
  readScale: scale(),
  inputScale: scale(),
  branchScale: scale(),
  streamScale: scale(),
  inputShift: shift,
  innerShift: shift,
};
export const kinds: Readonly<Record<SublayerKind, object>> = {
  attn: {
    q: turned,
    k: turned,
    v: perHead,
    inner: perHead,
    qkScale: scale(),
    logitScale: scale(['scalar', 'head']),
    headScale: scale(['scalar', 'head']),
  },
  cross: {
    memory: site,
    inner: perHead,
    q: perHead,
    k: perHead,
    v: perHead,
    qkScale: scale(),
    logitScale: scale(['scalar', 'head']),
    headScale: scale(['scalar', 'head']),
  },
  ffn: { hiddenScale: scale() },
};

/** One rule for a branch; a few fields of the many. */
const ruleFor = (sublayer: SublayerKind, residual: string): fc.Arbitrary<CustomRule> =>
  fc
    .tuple(
      fc
        .tuple(fc.record({ ...around, ...kinds[sublayer] }), fc.subarray(Object.keys({ ...around, ...kinds[sublayer] }), { maxLength: 6 }))
        .map(([fields, chosen]) => Object.entries(fields).filter(([field]) => chosen.includes(field))),
      fc.record(
        {
          from: fc.constantFrom<Origin>('stream', 'block'),
          identity: fc.constantFrom<readonly Origin[]>(['stream'], ['block'], ['stream', 'block']),
          sumScale: scale(),
          sumDetached: fc.boolean(),
          entry: site,
        },
        { requiredKeys: [] },
      ),
      fc.boolean(),
    )
    .map(([fields, stream, whole]) => {
      const plain = residual === 'plain';
      const { from, identity, sumScale, sumDetached, entry } = stream;
      // A branch and an identity that both pass over what the sublayer before wrote are refused, as is what a rule never reads.
      const unread = from === 'block' && identity && !identity.includes('stream') && sublayer !== 'attn';
      const skipped = (field: string) => residual === 'hyper' && ['exit', 'streamScale', 'sumScale'].includes(field);
      return {
        sublayers: [sublayer],
        ...Object.fromEntries(fields.filter(([field]) => !skipped(field))),
        ...(plain && from && !unread && { from }),
        ...(plain && identity && { identity }),
        ...(sumScale !== undefined && whole && !skipped('sumScale') && { sumScale, ...(sumDetached && { sumDetached }) }),
        ...(entry !== undefined && !(plain && from === 'block' && identity && !identity.includes('stream')) && { entry }),
      } as CustomRule;
    });

/** Whether a norm stands around the blocks: of all stacks, or of each. */
const aroundStacks = (architecture: string): fc.Arbitrary<PerStack<boolean>> => {
  const stacks = architecture === 'encoder-decoder' ? ['encoder', 'decoder'] : [architecture];
  const each = fc.record(Object.fromEntries(stacks.map((stack) => [stack, fc.boolean()])), { requiredKeys: [] });
  return fc.oneof(fc.boolean(), each);
};

/** A placement with the fields of a model that it needs to be as they are. */
export const randomPlacement = fc
  .tuple(
    fc.constantFrom('plain', 'plain', 'plain', 'dual', 'siamese', 'hyper'),
    fc.constantFrom('decoder', 'decoder', 'encoder', 'encoder-decoder'),
  )
  .chain(([residual, architecture]) => {
    const sublayers: SublayerKind[] = architecture === 'encoder-decoder' ? ['attn', 'cross', 'ffn'] : ['attn', 'ffn'];
    return fc
      .tuple(
        fc.tuple(...sublayers.map((sublayer) => ruleFor(sublayer, residual))),
        aroundStacks(architecture),
        aroundStacks(architecture),
        fc.constantFrom(1, 1, 2),
        fc.boolean(),
      )
      .map(([rules, finalNorm, embeddingNorm, nLayers, split]) => {
        // Half of them only speak of the first block, the other blocks being bare.
        const layered = rules.map((rule) => (split ? { ...rule, layers: '1' } : rule));
        const own: CustomPlacement = {
          rules: layered,
          finalNorm,
          embeddingNorm,
          residual: residual === 'hyper' ? { id: residual, streams: 2 } : { id: residual },
        };
        // A norm behind the turn needs one.
        const position = JSON.stringify(own).includes('"afterRotation":true') ? 'rotary' : 'learned';
        return { architecture, nLayers, position, placement: { id: 'custom', ...own } as Choice };
      });
  });

/** What only training does, and the two deviations of LayerNorm. */
export const regularised = fc.record(
  {
    labelSmoothing: fc.constantFrom(0.1, 0.5),
    layerDrop: fc.record({
      rate: fc.constantFrom(0.3, 0.7),
      unit: fc.constantFrom('block' as const, 'sublayer' as const),
      growth: fc.constantFrom('constant' as const, 'linear' as const),
    }),
    normalizer: fc.constant({ id: 'layer', std: 'unbiased' }),
  },
  { requiredKeys: [] },
);

const small = { ...tiny, seqLen: 3, dModel: 8, dFf: 12, vocabSize: 5, classes: 5, init: { id: 'xavier', embeddingStd: 0.5 } };

/** A small model of what was drawn, bare of what only training does, and whole. */
export function drawnModel(drawn: Drawn<typeof randomPlacement>, { layerDrop, ...more }: Drawn<typeof regularised>) {
  const cross = drawn.architecture === 'encoder-decoder' ? { sourceLen: 4, padding: 0 } : {};
  const bare: ModelConfig = { ...small, ...drawn, ...more, ...cross };
  const model: ModelConfig = layerDrop ? { ...bare, layerDrop } : bare;
  return { bare, model };
}

type Drawn<A> = A extends fc.Arbitrary<infer T> ? T : never;
