/** Specs: defaults, short and long forms, and refusals that name the field, what was given and what would fit. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { activations } from '../../../src/model/activation/index.ts';
import { attentionNorms } from '../../../src/model/attention-norm/index.ts';
import { inits } from '../../../src/model/init/index.ts';
import { normalizers } from '../../../src/model/normalizer/index.ts';
import { placements } from '../../../src/model/placement/index.ts';
import { positions } from '../../../src/model/position/index.ts';
import { optimizers } from '../../../src/optim/optimizer/index.ts';
import { schedules } from '../../../src/optim/schedule/index.ts';
import { stopRules } from '../../../src/optim/stop-rule/index.ts';
import { parseRun } from '../../../src/spec/parse.ts';
import { presets } from '../../../src/spec/preset/index.ts';
import { type RunInput, runJsonSchema } from '../../../src/spec/schema.ts';
import { tasks } from '../../../src/task/index.ts';

const refusal = (input: unknown): UserError => {
  try {
    parseRun(input);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return error as UserError;
  }
  throw new Error('this was taken');
};

const pre = { placement: 'pre' } as const;

describe('a schedule that sets its peak itself', () => {
  it('takes the rate of the optimizer as a factor, 1 when left out', () => {
    const { optimizer, schedule } = parseRun({ model: pre, schedule: { id: 'noam', warmupSteps: 4 } });
    expect([optimizer.lr, schedule.factor]).toEqual([1, 1]);
    expect(parseRun({ model: pre, schedule: 'noam', optimizer: { id: 'adam', lr: 0.5 } }).optimizer.lr).toBe(0.5);
    expect(parseRun({ model: pre, schedule: 'warmup' }).schedule).not.toHaveProperty('factor');
  });

  it('alone takes a factor', () => {
    const { message } = refusal({ model: pre, schedule: { id: 'warmup', factor: 2 } });
    expect(message).toMatch(/schedule\.factor: only noam takes a factor.*given: 2/);
  });
});

describe('defaults', () => {
  it('a placement is enough', () => {
    expect(parseRun({ model: { placement: 'sandwich' } })).toEqual({
      model: {
        architecture: 'decoder',
        placement: { id: 'sandwich' },
        normalizer: { id: 'layer', eps: 1e-5 },
        attentionNorm: { id: 'none' },
        init: { id: 'normal', std: 0.02 },
        activation: 'gelu',
        position: 'learned',
        nLayers: 4,
        nEncoderLayers: 4,
        nHeads: 4,
        nKvHeads: 4,
        bias: true,
        dModel: 64,
        dFf: 256,
        seqLen: 64,
        dropout: 0,
        tiedHead: false,
      },
      task: expect.objectContaining({ id: 'text' }),
      optimizer: { id: 'adamw', lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0.01, momentum: 0 },
      schedule: { id: 'warmup-cosine', warmupSteps: 0, finalRatio: 0.1, decayShare: 0.2 },
      clip: 1,
      batchSize: 16,
      steps: 400,
      seed: 1,
      evaluation: { every: 40, batches: 8, finalBatches: 48 },
      diagnostics: { every: 20, series: ['gradient-norm', 'stream-rms', 'identity-share', 'max-abs', 'update-ratio'] },
      engine: { id: 'ort-node', threads: 1 },
      checkpointSeconds: 10,
      stop: [],
    });
  });

  it('follow what is given: feed-forward width, moments of evaluation, options of the optimizer', () => {
    expect(parseRun({ model: { ...pre, dModel: 12 } }).model.dFf).toBe(48);
    expect(parseRun({ model: { ...pre, dModel: 12, dFf: 5 } }).model.dFf).toBe(5);
    expect(parseRun({ model: pre, steps: 7 })).toMatchObject({ evaluation: { every: 1 }, diagnostics: { every: 1 } });
    expect(parseRun({ model: pre, optimizer: 'sgd' }).optimizer).toMatchObject({ id: 'sgd', lr: 0.1, momentum: 0.9 });
  });

  it('give way to zeros, nulls and empty lists that are meant', () => {
    const run = parseRun({
      model: { ...pre, dropout: 0, tiedHead: false },
      clip: null,
      seed: 0,
      diagnostics: { every: 0, series: [] },
      optimizer: { id: 'adamw', weightDecay: 0 },
      schedule: { id: 'wsd', finalRatio: 0, warmupSteps: 0 },
    });
    expect(run).toMatchObject({
      clip: null,
      seed: 0,
      diagnostics: { every: 0, series: [] },
      optimizer: { weightDecay: 0 },
      schedule: { finalRatio: 0 },
    });
  });

  it('take the context that the task fixes', () => {
    expect(parseRun({ model: pre, task: 'modular-addition' }).model.seqLen).toBe(3);
    expect(parseRun({ model: { ...pre, seqLen: 3 }, task: 'modular-addition' }).model.seqLen).toBe(3);
    expect(refusal({ model: { ...pre, seqLen: 8 }, task: 'modular-addition' }).message).toMatch(/modular-addition.* 3 .*8/);
  });
});

/** Placements that need no rules of one's own. */
const unwritten = placements.members.filter(({ written }) => !written).map(({ id }) => id);

it('refuses a placement of one’s own without its rules, and takes one with none but said so', () => {
  for (const placement of ['custom', { id: 'custom' }]) expect(refusal({ model: { placement } }).key).toBe('error.placementUnwritten');
  expect(parseRun({ model: { placement: { id: 'custom', rules: [] } } }).model.placement).toEqual({ id: 'custom', rules: [] });
});

describe('a member by its id or with options is the same', () => {
  it.each([
    ['normalizer', normalizers.ids],
    ['init', inits.ids],
    ['placement', unwritten],
    ['attentionNorm', attentionNorms.ids],
  ] as const)('model.%s', (field, ids) => {
    for (const id of ids) expect(parseRun({ model: { ...pre, [field]: id } })).toEqual(parseRun({ model: { ...pre, [field]: { id } } }));
  });
  it.each([
    ['task', tasks.ids],
    ['optimizer', optimizers.ids],
    ['schedule', schedules.ids],
    ['engine', ['reference', 'ort-wasm']],
  ] as const)('%s', (field, ids) => {
    for (const id of ids) {
      expect(parseRun({ model: pre, [field]: id })).toEqual(parseRun({ model: pre, [field]: { id } }));
      expect(parseRun({ model: pre, [field]: id })[field].id).toBe(id);
    }
  });
  it('options stay beside the defaults of the rest', () => {
    expect(parseRun({ model: { ...pre, normalizer: { id: 'rms', eps: 0.5 } } }).model.normalizer).toEqual({ id: 'rms', eps: 0.5 });
    expect(parseRun({ model: pre, optimizer: { id: 'adam', lr: 0.5 } }).optimizer).toMatchObject({
      id: 'adam',
      lr: 0.5,
      eps: 1e-8,
      weightDecay: 0,
    });
  });
  it('a parsed run, written out with its vocabulary left open, parses to itself', () => {
    const run = parseRun({ model: { ...pre, nHeads: 2 }, task: { id: 'copy', symbols: 5 }, optimizer: { id: 'adam', lr: 0.3 }, steps: 50 });
    expect(parseRun(run)).toEqual(run);
    expect(parseRun(JSON.parse(JSON.stringify(run)))).toEqual(run);
  });
  it('whatever the members, a parsed run parses to itself', () => {
    const everyMember: RunInput['model'][] = [
      ...unwritten.map((placement) => ({ placement })),
      ...normalizers.ids.map((normalizer) => ({ ...pre, normalizer })),
      ...inits.ids.map((init) => ({ ...pre, init })),
      ...attentionNorms.ids.map((attentionNorm) => ({ ...pre, attentionNorm })),
      ...presets.ids.map((preset) => ({ preset })),
      { placement: { id: 'custom', rules: [{ input: true, layers: '1-2', branchScale: '1/sqrt(depth)' }] } },
    ];
    for (const model of everyMember) {
      const run = parseRun({ model });
      expect(parseRun(JSON.parse(JSON.stringify(run))), JSON.stringify(model)).toEqual(run);
    }
    const cross = parseRun({ model: { ...pre, nEncoderLayers: 3 }, task: 'translation' });
    expect(parseRun(JSON.parse(JSON.stringify(cross)))).toEqual(cross);
  });
});

describe('refusals name the field, what was given and what would fit', () => {
  it.each([
    [{ model: { ...pre, nHeads: 5 } }, ['64', '5', '1, 2, 4, 8, 16, 32, 64']],
    [{ model: pre, steps: 100, schedule: { id: 'warmup', warmupSteps: 100 } }, ['100']],
    [{ model: { placement: 'sandwhich' } }, ['model.placement', '"sandwhich"', 'post', 'pre', 'sandwich']],
    [{ model: { ...pre, nLayer: 4 } }, ['model', 'nLayer']],
    [{ model: { placement: { id: 'pre', finalNorm: false } } }, ['model.placement', 'finalNorm']],
    [{ model: { placement: { id: 'lns', scaleAt: 'nowhere' } } }, ['model.placement', 'scaleAt', 'after-norm', 'nowhere']],
    [{ model: { placement: { id: 'mix-ln', share: 1.5 } } }, ['model.placement', 'share', '1.5']],
    [{ model: { ...pre, normalizer: { id: 'layer', groups: 2 } } }, ['model.normalizer', 'groups', 'normalizer layer', 'eps']],
    [{ model: { ...pre, attentionNorm: 'qkk' } }, ['model.attentionNorm', 'qkk', 'qkv', 'cosine']],
    [{ model: { ...pre, preset: 'gpt-9' } }, ['model.preset', 'gpt-9', 'gpt-2']],
    [{ model: { ...pre, nEncoderLayers: 2 } }, ['nEncoderLayers', 'encoder-decoder', 'decoder']],
    [{ model: { ...pre, nHeads: 4, nKvHeads: 3 } }, ['4', '3', '1, 2, 4']],
    [{ model: { ...pre, init: { id: 'normal', embeddingStd: '1/sqrt(widht)' } } }, ['1/sqrt(widht)', 'widht', 'width']],
    [{ model: { ...pre, init: { id: 'normal', embeddingStd: '1/(width-64)' } } }, ['1/(width-64)', 'Infinity', '1/sqrt(width)']],
    [{ model: { ...pre, init: { id: 'normal', embeddingStd: '-0.02' } } }, ['-0.02', 'positive']],
    [{ model: { ...pre, init: { id: 'normal', embeddingStd: 'learn(0.02)' } } }, ['learn(0.02)', 'positive']],
    [{ model: { ...pre, init: { id: 'normal', embeddingStd: 'step' } } }, ['step', 'positive']],
    [{ model: { placement: 'siamese' }, task: 'translation' }, ['siamese', 'decoder or encoder']],
    [{ model: { ...pre, architecture: 'encoder' }, task: 'copy' }, ['copy', 'decoder', 'encoder']],
    [{ model: { ...pre, nLayers: '4' } }, ['model.nLayers', 'number', '"4"']],
    [{ model: { ...pre, nLayers: -1 } }, ['model.nLayers', '1', '-1']],
    [{ model: { ...pre, nLayers: 2.5 } }, ['model.nLayers', 'int', '2.5']],
    [{ model: { ...pre, dropout: 1 } }, ['model.dropout', '<1', 'given: 1']],
    [{ model: pre, optimizer: { id: 'adamw', lr: -0.1 } }, ['optimizer', 'lr', '>0', '-0.1']],
    [{ model: pre, optimizer: { id: 'adamw', betas: [0.9] } }, ['optimizer', 'betas']],
    [{ model: pre, optimizer: { lr: 0.1 } }, ['optimizer', 'id', 'adamw']],
    [{ model: pre, seed: 2 ** 31 }, ['seed', '2147483647', '2147483648']],
    [{ model: pre, clip: 0 }, ['clip', '>0', 'given: 0']],
    [{ model: pre, steps: Number.NaN }, ['steps', 'NaN']],
    [{ model: pre, diagnostics: { series: ['max-abs', 'mood'] } }, ['diagnostics.series.1', 'mood', 'stream-rms']],
    [{ model: pre, batchsize: 3 }, ['batchsize']],
    [{ model: 'pre' }, ['model', 'object', '"pre"']],
    [{}, ['model', 'missing']],
    [null, ['spec', 'null']],
    [[], ['spec', 'array']],
  ])('%j', (input, words) => {
    const { message } = refusal(input);
    for (const word of words) expect(message).toContain(word);
    expect(message).not.toMatch(/Invalid input\W*$|undefined\)|\[object/m);
  });

  it('all of them at once', () => {
    const { message } = refusal({ model: { ...pre, nLayers: 0 }, steps: 0, task: { id: 'copy', symbols: 1 } });
    for (const field of ['model.nLayers', 'steps', 'task.symbols']) expect(message).toContain(field);
  });

  it('without drowning the reader in what was given', () => {
    const { message } = refusal({ model: { ...pre, nLayers: 'x'.repeat(10_000) } });
    expect(message.length).toBeLessThan(500);
  });
});

it('a thousand blocks are checked in a moment', () => {
  const rules = [{ input: { shared: true } }, { layers: '2-', branchScale: '1/layer' }];
  for (const placement of ['pre', 'parallel', { id: 'custom', rules }] as const) {
    const began = performance.now();
    expect(parseRun({ model: { placement, nLayers: 1000 } as RunInput['model'] }).model.nLayers).toBe(1000);
    expect(performance.now() - began).toBeLessThan(2000);
  }
});

describe('the JSON Schema', () => {
  const schema = JSON.parse(JSON.stringify(runJsonSchema()));
  const text = JSON.stringify(schema);

  it('is of a known draft, and asks for the model alone', () => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.type).toBe('object');
    expect(schema.required).toEqual(['model']);
    // A placement or a preset: which of the two, no draft can say in a way that people can read.
    expect(schema.properties.model.required).toBeUndefined();
    expect(refusal({ model: { nLayers: 2 } }).message).toContain('say where the norms sit, or name a preset');
    expect(schema.additionalProperties).toBe(false);
  });
  it.each([placements, normalizers, attentionNorms, inits, activations, positions, presets, optimizers, schedules, stopRules, tasks])(
    'knows every $noun',
    ({ ids }) => {
      for (const id of ids) expect(text).toContain(`"${id}"`);
    },
  );
  it('has a place for every field of a run', () => {
    expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(parseRun({ model: pre })).sort());
    const left = ['preset', 'finalNorm', 'embeddingNorm', 'embeddingScale', 'memoryNorm', 'labelSmoothing', 'layerDrop'];
    expect(Object.keys(schema.properties.model.properties).sort()).toEqual(
      [...Object.keys(parseRun({ model: pre }).model), ...left].sort(),
    );
  });
});
