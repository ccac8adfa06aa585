/** What a run is called: the same for the same run however it is written, another for whatever moves its numbers. */
import { describe, expect, it } from 'vitest';
import { print } from '../../../src/graph/print.ts';
import { runId } from '../../../src/spec/identity.ts';
import { parseRun } from '../../../src/spec/parse.ts';
import type { RunInput } from '../../../src/spec/schema.ts';
import { withTask } from '../../../src/spec/with-task.ts';
import { tasks } from '../../../src/task/index.ts';
import { trainingStep } from '../../../src/train/step.ts';
import { initialValues } from '../../../src/train/values.ts';
import { openEngine, trainRun } from '../../helper/run.ts';

const base: RunInput = {
  model: { placement: 'pre', nLayers: 2, nHeads: 2, dModel: 8, seqLen: 6, init: { id: 'normal', std: 0.3 } },
  task: { id: 'copy', symbols: 4 },
  optimizer: { id: 'adamw', lr: 0.01, weightDecay: 0.1 },
  schedule: { id: 'warmup-cosine', warmupSteps: 1 },
  batchSize: 4,
  steps: 4,
  evaluation: { every: 4, batches: 1, finalBatches: 1 },
  diagnostics: { every: 0 },
  engine: 'reference',
};

const idOf = (input: RunInput) => runId(parseRun(input));
const withModel = (model: Partial<RunInput['model']>): RunInput => ({ ...base, model: { ...base.model, ...model } });

/** Each field in turn, and whether it moves the training losses of this small run. */
const changes: readonly (readonly [string, RunInput, 'moves' | 'watches'])[] = [
  ['placement', withModel({ placement: 'post' }), 'moves'],
  ['normalizer', withModel({ normalizer: 'rms' }), 'moves'],
  ['normalizer.eps', withModel({ normalizer: { id: 'layer', eps: 0.1 } }), 'moves'],
  ['init', withModel({ init: { id: 'depth-scaled', std: 0.3 } }), 'moves'],
  ['init.std', withModel({ init: { id: 'normal', std: 0.2 } }), 'moves'],
  ['init.embeddingStd', withModel({ init: { id: 'normal', std: 0.3, embeddingStd: 0.4 } }), 'moves'],
  ['normalizer.option', withModel({ normalizer: { id: 'group', groups: 2 } }), 'moves'],
  ['placement.option', withModel({ placement: { id: 'lns', scaleAt: 'after-branch' } }), 'moves'],
  ['placement.rules', withModel({ placement: { id: 'custom', rules: [{ input: true, branchScale: '0.5/layer' }] } }), 'moves'],
  ['attentionNorm', withModel({ attentionNorm: 'qk' }), 'moves'],
  ['attentionNorm.span', withModel({ attentionNorm: { id: 'qk', span: 'full' } }), 'moves'],
  ['attentionNorm.span each-head', withModel({ attentionNorm: { id: 'qk', span: 'each-head' } }), 'moves'],
  ['attentionNorm, rotary', withModel({ attentionNorm: 'qk', position: 'rotary' }), 'moves'],
  ['attentionNorm.order', withModel({ attentionNorm: { id: 'qk', order: 'rotation-first' }, position: 'rotary' }), 'moves'],
  ['finalNorm', withModel({ finalNorm: false }), 'moves'],
  ['embeddingNorm', withModel({ embeddingNorm: true }), 'moves'],
  ['nKvHeads', withModel({ nKvHeads: 1 }), 'moves'],
  ['preset', withModel({ preset: 'llama' }), 'moves'],
  ['init.embeddingStd formula', withModel({ init: { id: 'normal', std: 0.3, embeddingStd: '1/sqrt(width)' } }), 'moves'],
  ['activation', withModel({ activation: 'relu' }), 'moves'],
  ['position', withModel({ position: 'sinusoidal' }), 'moves'],
  ['nLayers', withModel({ nLayers: 3 }), 'moves'],
  ['nHeads', withModel({ nHeads: 4 }), 'moves'],
  ['dModel', withModel({ dModel: 10 }), 'moves'],
  ['dFf', withModel({ dFf: 16 }), 'moves'],
  ['seqLen', withModel({ seqLen: 7 }), 'moves'],
  // Biases begin at 0: what they do shows from the second step on.
  ['bias', withModel({ bias: false }), 'moves'],
  ['dropout', withModel({ dropout: 0.1 }), 'moves'],
  ['labelSmoothing', withModel({ labelSmoothing: 0.1 }), 'moves'],
  ['layerDrop', withModel({ layerDrop: 0.5 }), 'moves'],
  ['layerDrop.unit', withModel({ layerDrop: { rate: 0.5, unit: 'sublayer' } }), 'moves'],
  ['layerDrop.growth', withModel({ layerDrop: { rate: 0.5, unit: 'sublayer', growth: 'linear' } }), 'moves'],
  ['normalizer.std', withModel({ normalizer: { id: 'layer', std: 'unbiased' } }), 'moves'],
  ['tiedHead', withModel({ tiedHead: true }), 'moves'],
  ['task', { ...base, model: { ...base.model, seqLen: 3 }, task: 'modular-addition' }, 'moves'],
  ['task.symbols', { ...base, task: { id: 'copy', symbols: 5 } }, 'moves'],
  ['optimizer', { ...base, optimizer: { id: 'adam', lr: 0.01, weightDecay: 0.1 } }, 'moves'],
  ['optimizer radam', { ...base, optimizer: { id: 'radam', lr: 0.01, weightDecay: 0.1 } }, 'moves'],
  ['optimizer.lr', { ...base, optimizer: { id: 'adamw', lr: 0.02, weightDecay: 0.1 } }, 'moves'],
  ['optimizer.betas', { ...base, optimizer: { id: 'adamw', lr: 0.01, weightDecay: 0.1, betas: [0.8, 0.999] } }, 'moves'],
  ['optimizer.eps', { ...base, optimizer: { id: 'adamw', lr: 0.01, weightDecay: 0.1, eps: 0.1 } }, 'moves'],
  ['optimizer.weightDecay', { ...base, optimizer: { id: 'adamw', lr: 0.01, weightDecay: 0.9 } }, 'moves'],
  ['schedule', { ...base, schedule: { id: 'warmup', warmupSteps: 1 } }, 'moves'],
  ['schedule.warmupSteps', { ...base, schedule: { id: 'warmup-cosine', warmupSteps: 2 } }, 'moves'],
  ['schedule.finalRatio', { ...base, schedule: { id: 'warmup-cosine', warmupSteps: 1, finalRatio: 0.9 } }, 'moves'],
  ['schedule noam', { ...base, schedule: { id: 'noam', warmupSteps: 1 } }, 'moves'],
  ['schedule.factor', { ...base, schedule: { id: 'noam', warmupSteps: 1, factor: 2 } }, 'moves'],
  ['clip', { ...base, clip: 0.001 }, 'moves'],
  ['no clip', { ...base, clip: null }, 'watches'],
  ['batchSize', { ...base, batchSize: 5 }, 'moves'],
  ['steps', { ...base, steps: 5 }, 'moves'],
  ['seed', { ...base, seed: 2 }, 'moves'],
  ['evaluation.batches', { ...base, evaluation: { every: 4, batches: 2, finalBatches: 1 } }, 'watches'],
  ['evaluation.finalBatches', { ...base, evaluation: { every: 4, batches: 1, finalBatches: 2 } }, 'watches'],
  ['evaluation.every', { ...base, evaluation: { every: 2, batches: 1, finalBatches: 1 } }, 'watches'],
  ['diagnostics', { ...base, diagnostics: { every: 1 } }, 'watches'],
  ['engine', { ...base, engine: 'ort-wasm' }, 'watches'],
  ['threads', { ...base, engine: { id: 'reference', threads: 2 } }, 'watches'],
];

describe('the id', () => {
  it('is twelve hex digits', () => {
    expect(idOf(base)).toMatch(/^[0-9a-f]{12}$/);
  });

  it('does not depend on the order of fields, nor on defaults being said', () => {
    const turned = Object.fromEntries(
      Object.entries({ ...base, model: Object.fromEntries(Object.entries(base.model).reverse()) }).reverse(),
    );
    expect(idOf(turned as RunInput)).toBe(idOf(base));
    expect(idOf({ ...base, seed: 1, clip: 1 })).toBe(idOf(base));
    expect(idOf(withModel({ normalizer: 'layer' }))).toBe(idOf(withModel({ normalizer: { id: 'layer' } })));
  });

  it('of a run from before a field existed is what it was', () => {
    const { rules, ...old } = {
      rules: [
        { sublayers: ['attn'], q: { acrossHeads: true }, k: true, inner: 'rms' },
        { exit: true, sublayers: ['ffn'] },
      ],
      normalizer: { id: 'layer', eps: 1e-6 },
    } as const;
    const names: readonly (readonly [string, unknown])[] = [
      ['d96eafd6f525', { model: { placement: 'pre' } }],
      ['965f760dfdfb', { model: { placement: 'post', ...old, finalNorm: true, embeddingNorm: false, dropout: 0.1 } }],
      ['2a96f9f43d50', { model: { placement: 'pre', attentionNorm: 'qk', position: 'rotary', normalizer: 'rms' } }],
      ['70530094a2ec', { model: { placement: { id: 'custom', rules, finalNorm: false, embeddingNorm: true } } }],
      [
        'dbeeab168b60',
        {
          model: { placement: 'deepnorm', init: 'deepnet' },
          task: 'translation',
          optimizer: 'adam',
          schedule: { id: 'warmup-inverse-sqrt', warmupSteps: 40 },
        },
      ],
      ['2f372104ffaf', { model: { preset: 'llama' }, optimizer: { id: 'sgd', lr: 0.1 }, schedule: 'constant' }],
    ];
    // Said or not, the default of an option that came later is no part of the name.
    const qk = { placement: 'pre', position: 'rotary', normalizer: 'rms', attentionNorm: { id: 'qk', order: 'norm-first' } };
    expect(idOf({ model: qk } as RunInput)).toBe(names[2]?.[0]);
    const nothing = {
      placement: 'pre',
      labelSmoothing: 0,
      layerDrop: { rate: 0, unit: 'sublayer' },
      normalizer: { id: 'layer', std: 'biased' },
    };
    expect(idOf({ model: nothing } as RunInput)).toBe(names[0]?.[0]);
    expect(names.map(([, spec]) => idOf(spec as RunInput))).toEqual(names.map(([name]) => name));
  });

  it('is another for every field that is changed', () => {
    const ids = [base, ...changes.map(([, input]) => input)].map(idOf);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('does not know how often checkpoints are written', () => {
    expect(idOf({ ...base, checkpointSeconds: 0 })).toBe(idOf(base));
  });

  it('goes by the text that was read, not by where it lay', () => {
    const ofText = (files: string[], textHash: string) => idOf({ ...base, task: { id: 'text', files, textHash } });
    expect(ofText(['a.txt'], 'x')).toBe(ofText(['/elsewhere/b.txt'], 'x'));
    expect(ofText(['a.txt'], 'x')).not.toBe(ofText(['a.txt'], 'y'));
  });
});

// An option that is taken and then ignored is the quietest of bugs.
describe('every field does what it says', () => {
  const losses = async (input: RunInput) =>
    (await trainRun(parseRun(input), await openEngine('reference'))).losses.map((loss) => loss.toPrecision(12));

  it.each(changes.filter(([, , effect]) => effect === 'moves'))('%s moves the losses', async (_name, input) => {
    const [before, after] = [await losses(base), await losses(input)];
    expect(after.slice(0, 4)).not.toEqual(before);
  });

  it.each(changes.filter(([name, , effect]) => effect === 'watches' && !['no clip', 'engine'].includes(name)))(
    '%s leaves them alone',
    async (_name, input) => {
      expect(await losses(input)).toEqual(await losses(base));
    },
  );

  it('what shapes the graph changes its text or its first numbers', () => {
    const texts = changes
      // How likely a branch is dropped is the host's business.
      .filter(
        ([name]) => !/^(layerDrop.growth|optimizer|schedule|task|seed|steps|evaluation|engine|threads|diagnostics|batchSize)/.test(name),
      )
      .map(([, input]) => {
        const { model, optimizer, clip, batchSize, seed, task } = parseRun(input);
        const whole = withTask(model, task.id, tasks.get(task.id).create(task, model.seqLen, undefined));
        const step = trainingStep({ model: whole, optimizer, clip, batchSize, diagnostics: [] });
        return `${print(step.program)}${[...initialValues(step, whole, seed).values()].map((data) => data.slice(0, 50).join()).join('\n')}`;
      });
    expect(new Set(texts).size).toBe(texts.length);
  });
});
