/** Random specs of tiny runs: every family and every option of its members, sizes around whatever vectors and blocks are long. */
import fc from 'fast-check';
import type { OptionSpec, OptionSpecs } from '../../src/core/options.ts';
import type { Family, Member } from '../../src/core/registry.ts';
import { diagnostics } from '../../src/diagnostic/index.ts';
import { activations } from '../../src/model/activation/index.ts';
import { attentionNorms } from '../../src/model/attention-norm/index.ts';
import { inits } from '../../src/model/init/index.ts';
import { normalizers } from '../../src/model/normalizer/index.ts';
import { placements } from '../../src/model/placement/index.ts';
import { positions } from '../../src/model/position/index.ts';
import { optimizers } from '../../src/optim/optimizer/index.ts';
import { tasks } from '../../src/task/index.ts';
import type { Architecture } from '../../src/task/types.ts';
import { randomPlacement } from './random-placement.ts';

/** One and two, primes, and the neighbours of 4, 8, 16 and 32. */
const sizes = [1, 2, 3, 4, 5, 7, 8, 9, 11, 13, 15, 16, 17, 23, 31, 32, 33];
/** Beyond what a block, a chunk, a stretch or the scratch memory of a thread takes. */
const large = [64, 65, 127, 129, 257];

const size = (most = 33) => fc.constantFrom(...sizes.filter((n) => n <= most));
const rarely = <T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: usual, weight: 19 }, { arbitrary: other, weight: 1 });

/** Values of an option as it is declared; whole numbers are mostly near the least. */
const optionOf: { readonly [K in OptionSpec['kind']]: (spec: Extract<OptionSpec, { kind: K }>) => fc.Arbitrary<unknown> } = {
  number: ({ default: usual, integer, min = integer ? 1 : -2, max = Math.max(2, usual) }) =>
    integer
      ? rarely(fc.integer({ min, max: Math.min(max, min + 9) }), fc.integer({ min, max: Math.min(max, min + 70) }))
      : fc.oneof(fc.constant(usual), fc.double({ min, max: Math.min(max, min + 2), noNaN: true })),
  choice: ({ choices }) => fc.constantFrom(...choices),
  flag: () => fc.boolean(),
};

const options = (specs: OptionSpecs): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(
    Object.fromEntries(
      Object.entries(specs).map(([name, spec]) => [name, (optionOf[spec.kind] as (s: OptionSpec) => fc.Arbitrary<unknown>)(spec)]),
    ),
    { requiredKeys: [] },
  );

type Optioned = Member & { readonly options: OptionSpecs };

const memberOf = <M extends Optioned>({ members }: Pick<Family<M>, 'members'>): fc.Arbitrary<Record<string, unknown>> =>
  fc.constantFrom(...members).chain(({ id, options: specs }) => options(specs).map((own) => ({ id, ...own })));

/** A width and numbers of heads that divide one another. */
const heads = size().chain((dModel) =>
  fc
    .constantFrom(...divisors(dModel))
    .chain((nHeads) =>
      fc.record({ dModel: fc.constant(dModel), nHeads: fc.constant(nHeads), nKvHeads: fc.constantFrom(...divisors(nHeads)) }),
    ),
);
const divisors = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1).filter((d) => n % d === 0);

/** What stands behind the turn of queries and keys needs one, and that pairs of features. */
function turned<M extends { readonly dModel: number; readonly nHeads: number; readonly position?: string }>(model: M): M {
  const asked = /"afterRotation":true|"rotation-first"/.test(JSON.stringify(model));
  if (!asked && model.position !== 'rotary') return model;
  const odd = (model.dModel / model.nHeads) % 2 === 1;
  return { ...model, position: 'rotary', dModel: odd ? 2 * model.dModel : model.dModel };
}

const model = fc.record(
  {
    normalizer: memberOf(normalizers),
    attentionNorm: memberOf(attentionNorms),
    activation: fc.constantFrom(...activations.ids),
    position: fc.constantFrom(...positions.ids),
    finalNorm: fc.boolean(),
    embeddingNorm: fc.boolean(),
    embeddingScale: fc.constantFrom<number | string>(0.5, 'sqrt(width)'),
    dFf: rarely(size(), fc.constantFrom(...large)),
    bias: fc.boolean(),
    dropout: fc.constantFrom(0.1, 0.5, 0.9),
    tiedHead: fc.boolean(),
    labelSmoothing: fc.constantFrom(0.1, 0.5),
    layerDrop: fc.record({
      rate: fc.constantFrom(0.3, 0.7),
      unit: fc.constantFrom('block', 'sublayer'),
      growth: fc.constantFrom('constant', 'linear'),
    }),
  },
  { requiredKeys: [] },
);

/** Whole models in pieces are deep; else two blocks say all that more would. */
const depth = fc.oneof({ arbitrary: fc.integer({ min: 1, max: 2 }), weight: 99 }, { arbitrary: fc.constantFrom(65, 66, 83), weight: 1 });

/** What is deep is there for its pieces. */
const narrow = { dModel: 6, nHeads: 3, nKvHeads: 1, dFf: 5 };

/** Every placement by its name, as often a custom one. */
const placed = fc.oneof(
  randomPlacement,
  memberOf({ members: placements.members.filter(({ written }) => !written) }).map((placement) => ({ placement })),
);

const taskFor = (architecture: string | undefined) =>
  memberOf({ members: tasks.members.filter(({ architectures }) => !architecture || architectures.includes(architecture as Architecture)) });

/** Rates and epsilons at which an optimizer does not make a whole step of what rounding left of a gradient that is none. */
const optimizer = fc.record({
  id: fc.constantFrom(...optimizers.ids),
  lr: fc.constantFrom(1e-3, 0.1),
  eps: fc.constantFrom(1e-3, 1e-2),
  weightDecay: fc.constantFrom(0, 0.1),
});

/** What the model's first numbers are: large enough that no sum of squares is all epsilon. */
const init = fc.oneof(memberOf(inits), fc.constant({ id: 'normal', std: 0.3 })).map((own) => ({ embeddingStd: 0.5, ...own }));

/** What people might write; not all of it is legal together. */
export const randomRun: fc.Arbitrary<Record<string, unknown>> = placed.chain((own) =>
  fc
    .record({
      model,
      heads,
      init,
      depth,
      task: taskFor('architecture' in own ? own.architecture : undefined),
      optimizer,
      seqLen: rarely(size(), fc.constantFrom(...large)),
      batchSize: size(7),
      clip: fc.constantFrom(null, 1, 0.1),
      series: fc.subarray([...diagnostics.ids], { maxLength: 2 }),
      seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    })
    .map(({ model, heads, init, depth, series, seqLen, task, ...run }) => {
      const { fixedSeqLen, architectures } = tasks.get(task.id as string);
      // Two stacks are never cut.
      const isDeep = depth > 2 && !architectures.includes('encoder-decoder');
      const architecture = 'architecture' in own && { architecture: own.architecture };
      return {
        model: turned({
          ...heads,
          ...model,
          placement: own.placement,
          ...architecture,
          nLayers: isDeep ? depth : Math.min(depth, 2),
          init,
          ...(!fixedSeqLen && { seqLen }),
          ...(isDeep && { ...narrow, ...(!fixedSeqLen && { seqLen: 3 }) }),
        }),
        task,
        ...run,
        steps: 2,
        evaluation: { every: 2, batches: 1, finalBatches: 1 },
        diagnostics: { every: 1, series },
        engine: 'reference',
      };
    }),
);
