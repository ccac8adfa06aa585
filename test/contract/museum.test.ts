/**
 * A museum of norm-placement bugs that other projects have had, each as the test that would have caught it.
 * Numbers and names are those of the issues and pull requests they are known by. Left out, because nothing here can go wrong so:
 *
 * - #12 TransformerLens#509 (a norm folded into q, k, v where that is no identity): we fold nothing.
 * - #16 mlx-node#87 (a quantization scale folded into the wrong of four norms): we quantize and fold nothing.
 *
 * Half of #23 (unequal learning rates between arms) belongs to studies: every arm has the same grid (test/unit/study/compare.test.ts).
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkKit, exportKit } from '../../src/conformance/api.node.ts';
import { UserError } from '../../src/core/errors.ts';
import { ortNode } from '../../src/engine/ort-node.node.ts';
import { evaluate, reference } from '../../src/engine/reference.ts';
import type { Data } from '../../src/engine/types.ts';
import { gradient } from '../../src/graph/gradient.ts';
import { print } from '../../src/graph/print.ts';
import { newGraph, program } from '../../src/graph/program.ts';
import type { Tensor } from '../../src/graph/tensor.ts';
import { attentionNorms } from '../../src/model/attention-norm/index.ts';
import { equations } from '../../src/model/equation.ts';
import { drawParameter } from '../../src/model/init/draw.ts';
import { inits } from '../../src/model/init/index.ts';
import { normalizers } from '../../src/model/normalizer/index.ts';
import { placesOf } from '../../src/model/place.ts';
import { placements } from '../../src/model/placement/index.ts';
import { readPlacement } from '../../src/model/placement/read.ts';
import { residuals } from '../../src/model/residual/index.ts';
import { sublayerTaps, tapName } from '../../src/model/taps.ts';
import { buildTransformer } from '../../src/model/transformer.ts';
import type { Choice, ModelConfig } from '../../src/model/types.ts';
import { runId } from '../../src/spec/identity.ts';
import { parseRun } from '../../src/spec/parse.ts';
import { toSafetensors } from '../../src/store/safetensors.ts';
import { fromSafetensors } from '../../src/store/safetensors-read.ts';
import { gradientProgram } from '../../src/train/step.ts';
import { initialValues } from '../../src/train/values.ts';
import { addRows, Hand, type Rows } from '../helper/hand.ts';
import {
  type BuiltTiny,
  besideOption,
  buildTiny,
  crossing,
  crossModel,
  lossOf,
  numbersOf,
  pairModel,
  randomBatch,
  tapValue,
  tiny,
} from '../helper/model.ts';
import { fromRows, handNorms, toRows } from '../helper/norm.ts';
import { evaluateAll, relativeError, revalued, watch } from '../helper/numeric.ts';
import { plus } from '../helper/stream.ts';

const folder = mkdtempSync(join(tmpdir(), 'normlab-museum-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const optionsOf = (family: { readonly members: readonly { readonly id: string; readonly options: object }[] }): Choice[] =>
  family.members.flatMap(({ id, options }) =>
    Object.entries(options as Record<string, { kind: string; default: unknown; choices?: readonly string[]; integer?: boolean }>).flatMap(
      ([name, spec]) => {
        const others =
          spec.kind === 'flag'
            ? [!spec.default]
            : spec.kind === 'choice'
              ? (spec.choices ?? []).filter((one) => one !== spec.default)
              : [spec.integer ? 2 : (spec.default as number) >= 2 ? (spec.default as number) / 2 : 0.6];
        return others.map((value) => ({ id, [name]: value }) as Choice);
      },
    ),
  );

/** What a model is: its graph in training and what it starts from. */
function fingerprint(model: ModelConfig): string {
  const { scope, loss } = buildTiny(model);
  const starts = [...scope.parameters.values()].map(({ spec }) => drawParameter(spec, model, 1).slice(0, 20).join());
  const states = Object.fromEntries([...scope.states].map(([key, { next }]) => [`next:${key}`, next]));
  const moved = Object.fromEntries(
    [...scope.gradientStates].map(([key, { of, next }]) => [`moved:${key}`, next(gradient(loss, [of])[0] as Tensor)]),
  );
  return `${print(program({ loss, ...states, ...moved }))}${starts.join('\n')}`;
}

describe('#1 OLMo-core#698: a scale kept in a buffer was erased on the way to the device', () => {
  const scaled = ['lns', 'deepnorm', 'keel', 'siamese', 'glm', 'admin'] as const;

  it.each(scaled)('%s has its published constants in training, in evaluation and after loading', (id) => {
    const model = pairModel(id, 'layer', { nLayers: 3 });
    // As a run that was written to disk and read again.
    const spec = { model: { placement: { id }, nLayers: 3, dModel: 8, nHeads: 2 }, task: 'copy' };
    const loaded = { ...model, placement: parseRun(JSON.parse(JSON.stringify(parseRun(spec)))).model.placement };
    const { constants } = readPlacement(loaded);
    for (const train of [true, false]) {
      const built = buildTiny(loaded, { train });
      for (const place of placesOf(loaded)) {
        const at = (name: Parameters<typeof tapName>[1]) => tapValue(built, tapName(place, name));
        const ratio = (a: Float64Array, b: Float64Array) => Math.hypot(...a) / Math.hypot(...b);
        const { alpha, scale } = constants(place);
        const plan = readPlacement(loaded).plan(place);
        if (id === 'lns') {
          const unit = fromRows(handNorm(built, `${place.key}.input_norm`, toRows(at('stream_in'), 8)));
          expect(ratio(at('branch_in'), unit), place.key).toBeCloseTo(scale as number, 10);
        } else if (id === 'siamese') expect(ratio(at('write'), at('branch_out')), place.key).toBeCloseTo(scale as number, 10);
        else if (id === 'glm')
          expect(ratio(at('identity'), fromRows(handNorm(built, `${place.key}.entry_norm`, toRows(at('stream_in'), 8))))).toBeCloseTo(
            alpha as number,
            10,
          );
        else if (id !== 'admin' && plan.streamScale !== undefined)
          expect(ratio(at('identity'), at('stream_in')), place.key).toBeCloseTo(alpha as number, 10);
      }
    }
    // Values through a checkpoint and back: nothing but parameters travels, and the loss is the same.
    const built = buildTiny(loaded);
    const tensors = [...built.scope.parameters].map(([key, { spec: own }]) => ({
      key,
      shape: own.shape,
      data: built.feeds[key] as Float64Array,
    }));
    const back = fromSafetensors(toSafetensors(tensors, {}), 'x');
    expect(lossOf(built, Object.fromEntries([...back].map(([key, { data }]) => [key, data as Data])))).toBe(lossOf(built));
  });
});

const handNorm = (built: BuiltTiny, key: string, rows: Rows): Rows => {
  const hand = handNorms.layer as NonNullable<(typeof handNorms)[string]>;
  return hand({
    rows,
    stored: (name) => Array.from(built.feeds[`${key}.${name}`] as Float64Array),
    eps: 1e-5,
    seqLen: 4,
    train: true,
    step: 3,
    options: {},
  });
};

describe('#2 OLMo#680: the attention norm overwrote the residual stream', () => {
  it.each(placements.ids)('%s: what the sum keeps is the stream, wherever the plan has nothing on it', (id) => {
    const model = pairModel(id, 'layer', { nLayers: 3 });
    const { plan, frame } = readPlacement(model);
    if (frame.residual && frame.residual.id !== 'plain' && frame.residual.id !== 'dual') return;
    const built = buildTiny(model);
    for (const place of placesOf(model)) {
      const own = plan(place);
      if (own.entry || own.streamScale !== undefined || own.identity) continue;
      expect(tapValue(built, tapName(place, 'identity')), place.key).toEqual(tapValue(built, tapName(place, 'stream_in')));
    }
  });
});

describe('#3 DeepSpeed#1480, #1563: gradients of the post-norm kernel were not those of the model', () => {
  it.each(['post', 'pre'])('every parameter of 24 blocks of %s has its gradient on ONNX Runtime', async (placement) => {
    const model = pairModel(placement, 'layer', { nLayers: 24, seqLen: 3, init: { id: 'xavier', embeddingStd: 0.5 } });
    const step = gradientProgram({ model, batchSize: 2, diagnostics: [] });
    const feeds = { ...Object.fromEntries(initialValues(step, model, 1)), ...randomBatch(model, 2) };
    const [native, exact] = await Promise.all(
      [ortNode, reference].map(async (definition) => {
        const session = await (await definition.open({ threads: 1 })).compile(step.program);
        const outputs = await session.run(feeds);
        return Object.fromEntries(Object.entries(outputs).map(([name, data]) => [name, Float64Array.from(data)]));
      }),
    );
    const whole = Math.hypot(
      ...Object.entries(exact as Record<string, Float64Array>).flatMap(([name, data]) =>
        name.startsWith('gradient:') ? [Math.hypot(...data)] : [],
      ),
    );
    expect(step.parameters.length).toBeGreaterThan(24 * 12);
    for (const { key } of step.parameters) {
      const [ours, theirs] = [native, exact].map((outputs) => outputs?.[`gradient:${key}`] as Float64Array) as [Float64Array, Float64Array];
      expect(relativeError(ours, theirs, 1e-3 * whole), key).toBeLessThan(1e-4);
      if (!key.endsWith('qkv.bias')) expect(Math.hypot(...theirs), key).toBeGreaterThan(0);
    }
  });
});

/** Ten lines for the two classics, whatever the architecture. */
function classic(model: ModelConfig, hand: Hand, tokens: ArrayLike<number>): Rows {
  const first = model.placement.id === 'pre';
  const causal = model.architecture === 'decoder';
  let x = hand.embedded(tokens, model.seqLen);
  for (let layer = 0; layer < model.nLayers; layer++) {
    for (const kind of ['attn', 'ffn'] as const) {
      const key = `layers.${layer}.${kind}`;
      const f = (y: Rows) => (kind === 'attn' ? hand.attention(key, y, { causal }) : hand.ffn(key, y));
      x = first ? addRows(x, f(hand.norm(`${key}.input_norm`, x))) : hand.norm(`${key}.exit_norm`, addRows(x, f(x)));
    }
  }
  return hand.head(first ? hand.norm('final_norm', x) : x);
}

describe('#4 NeMo#4350: the residual of post-norm was taken before the norm — and #5 mlx#1327: the encoder without norm_first was wrong', () => {
  it.each(['post', 'pre'].flatMap((placement) => ['encoder', 'decoder'].map((architecture) => [placement, architecture] as const)))(
    '%s %s is its ten lines',
    (placement, architecture) => {
      for (const normalizer of ['layer', 'rms']) {
        const model = pairModel(placement, normalizer, { architecture, activation: 'relu', nLayers: 3 });
        const built = buildTiny(model, { batchSize: 1 });
        const expected = classic(model, new Hand(model, built.feeds), built.feeds.tokens as Int32Array);
        expect(relativeError(tapValue(built, 'logits'), fromRows(expected))).toBeLessThan(1e-12);
      }
    },
  );
});

describe('#6 mlx#1636: ln1 where ln2 was due', () => {
  it.each(['post', 'pre', 'sandwich', 'sub-ln', 'deepnorm', 'b2t'])(
    '%s: each norm of a decoder with cross-attention acts at its own place, and first there',
    (placement) => {
      const model = crossModel(placement, 'layer');
      const built = buildTiny(model);
      const order = [...built.scope.taps.keys()];
      const changed = (key: string) => {
        const weight = Float64Array.from(built.feeds[key] as Float64Array, (value, i) => value * (1 + 0.1 * (i + 1)));
        const after = { ...built, feeds: { ...built.feeds, [key]: weight } };
        return order.filter((tap) => relativeError(tapValue(after, tap), tapValue(built, tap)) > 0);
      };
      const firstTap = {
        input_norm: 'branch_in',
        inner_norm: 'branch_out',
        output_norm: 'write',
        exit_norm: 'stream_out',
        entry_norm: 'branch_in',
      };
      const norms = [...built.scope.parameters.values()].filter(({ spec }) => spec.role === 'norm-weight' && spec.place);
      expect(norms.length).toBeGreaterThan(0);
      for (const { spec } of norms) {
        const name = spec.key.split('.').at(-2) as keyof typeof firstTap;
        expect(changed(spec.key)[0], spec.key).toBe(`${spec.place?.key}.${firstTap[name]}`);
      }
    },
  );
});

it('#7 lightseq#291: post_ln=1 still normalized the input — Post-Norm’s branch receives the stream itself', () => {
  for (const id of ['post', 'deepnorm', 'admin', 'b2t', 'span', 'branchnorm', 'branch-out', 'none']) {
    const built = buildTiny(pairModel(id, 'layer'));
    for (const place of placesOf(built.scope ? pairModel(id, 'layer') : tiny))
      expect(tapValue(built, tapName(place, 'branch_in')), `${id} ${place.key}`).toEqual(tapValue(built, tapName(place, 'stream_in')));
  }
});

describe('#8 PaddleNLP#571: pre-norm without a final norm — and #9 pytorch#24930: post-norm normalized twice at the end', () => {
  /** How many norms the last stream passes between the last sum and the head. */
  const last: Readonly<Record<string, number>> = {
    ...Object.fromEntries(['none', 'rezero', 'skipinit', 'fixup', 't-fixup'].map((id) => [id, 0])),
    // Mix-LN with all blocks Post-Norm would have two; at its share the last blocks are Pre-Norm.
    ...Object.fromEntries(
      placements.ids.filter((id) => !['none', 'rezero', 'skipinit', 'fixup', 't-fixup'].includes(id)).map((id) => [id, 1]),
    ),
    // The second is that of the other stream.
    'residual-dual': 2,
    siamese: 2,
  };

  it.each(placements.ids)('%s ends with as many norms as its paper says', (id) => {
    for (const model of [pairModel(id, 'layer', { nLayers: 4 }), ...(crossing.includes(id) ? [crossModel(id, 'layer')] : [])]) {
      const { frame, plan } = readPlacement(model);
      for (const stack of new Set(placesOf(model).map(({ stack: own }) => own))) {
        const place = placesOf(model)
          .filter((own) => own.stack === stack)
          .at(-1) as ReturnType<typeof placesOf>[number];
        expect(Number(frame.finalNorm) + Number(plan(place).exit !== undefined), stack).toBe(last[id]);
      }
      const keys = [...buildTiny(model).scope.parameters.keys()];
      const finals = keys.filter((key) => key.endsWith('final_norm.weight'));
      expect(finals.length).toBe(frame.finalNorm ? new Set(placesOf(model).map(({ stack }) => stack)).size : 0);
    }
  });

  it('Post-Norm’s head reads the last stream itself', () => {
    const built = buildTiny(pairModel('post', 'layer'));
    expect(tapValue(built, 'final.out')).toEqual(tapValue(built, 'layers.1.ffn.stream_out'));
  });
});

describe('#10 pytorch#86274, #72253, #120396: all layers began with the same weights', () => {
  it.each(inits.ids)('%s: no two blocks begin alike', (id) => {
    for (const base of [
      pairModel('sandwich', 'layer', { nLayers: 3, nEncoderLayers: 3 }),
      crossModel('sandwich', 'layer', { nLayers: 3, nEncoderLayers: 3 }),
    ]) {
      const model = { ...base, init: { id } };
      const specs = [...buildTransformer(newGraph(), model, { batchSize: 1, train: true }).scope.parameters.values()].map(
        ({ spec }) => spec,
      );
      const drawn = specs.filter(({ initial, place }) => initial === undefined && place).map((spec) => [...drawParameter(spec, model, 1)]);
      const some = drawn.filter((values) => values.some((value) => value !== 0));
      // Uniform and normal draws of another size are still other draws: compare their shapes, not their scale.
      const shapes = some.map((values) => values.map((value) => (value / Math.hypot(...values)).toFixed(4)).join());
      expect(new Set(shapes).size).toBe(shapes.length);
    }
  });
});

describe('#11 pytorch#55270: post-norm with Xavier at its defaults fell apart from 12 layers on', () => {
  it.each(placements.ids)(
    '%s gives a loss near guessing and finite gradients at every depth, with the initialisation of its paper',
    (id) => {
      for (const nLayers of [1, 6, 12]) {
        const model = pairModel(id, 'layer', { nLayers, seqLen: 3, init: { id: placements.get(id).init ?? 'normal' } });
        const { scope, loss } = buildTransformer(newGraph(), model, { batchSize: 2, train: true });
        const feeds: Record<string, Data> = { ...randomBatch(model, 2), step: Float64Array.of(1) };
        for (const [key, { spec }] of scope.parameters) feeds[key] = drawParameter(spec, model, 1);
        const targets = [...scope.parameters.values()].map(({ tensor }) => tensor);
        const [value, ...gradients] = evaluate([loss, ...gradient(loss, targets)], feeds);
        // ln 9 = 2.2 is what guessing costs; a head of N(0, 1/d) on a normed stream adds a little.
        expect(value?.[0], `${nLayers} blocks`).toBeGreaterThan(0.8);
        expect(value?.[0], `${nLayers} blocks`).toBeLessThan(5);
        expect(gradients.every((data) => data.every(Number.isFinite))).toBe(true);
        expect(Math.hypot(...gradients.map((data) => Math.hypot(...data)))).toBeGreaterThan(1e-6);
      }
    },
  );
});

describe('#13 TransformerLens#747: the reading point lay before the gain for one normalizer and behind it for another', () => {
  it.each(normalizers.ids)('%s: what a branch receives has passed the whole norm, gain and shift', (normalizer) => {
    const model = pairModel('pre', normalizer, { normalizer: { id: normalizer } });
    const built = buildTiny(model);
    const hand = new Hand(model, built.feeds);
    for (const place of placesOf(model)) {
      const expected = hand.norm(`${place.key}.input_norm`, toRows(tapValue(built, tapName(place, 'stream_in')), 8));
      expect(relativeError(tapValue(built, tapName(place, 'branch_in')), fromRows(expected)), place.key).toBeLessThan(1e-12);
    }
  });
});

describe('#14 TransformerLens#1526: what hooks changed was silently ignored', () => {
  // Hyper-connections mix their copies themselves: there the sum is a reading, not a station.
  const readings = ['sum', 'identity', 'write', 'stream_out'];

  it.each(placements.ids)('%s: a change at any tap changes the loss', (id) => {
    const model = pairModel(id, 'layer');
    const { scope, loss, feeds } = buildTiny(model);
    const values = evaluateAll([loss, ...scope.taps.values()], feeds);
    const watched = watch(loss, feeds);
    const before = values.get(loss.node.id)?.[0]?.[0] as number;
    const mixes = readPlacement(model).frame.residual?.id === 'hyper';
    const everyTap = placesOf(model).flatMap((place) =>
      (Object.keys(sublayerTaps) as (keyof typeof sublayerTaps)[]).map((tap) => tapName(place, tap)),
    );
    expect([...scope.taps.keys()].sort()).toEqual([...everyTap, 'embed.out', 'final.in', 'final.out', 'logits'].sort());
    for (const [name, tensor] of scope.taps) {
      const own = values.get(tensor.node.id) as readonly Float64Array[];
      const moved = own.map((data, i) => (i === tensor.index ? data.map((value, j) => value + 0.1 * Math.sin(j + 1)) : data));
      const after = revalued(watched, new Map([[tensor.node.id, moved]]));
      const isReading = mixes && readings.some((reading) => name.endsWith(`.${reading}`));
      if (isReading && !name.endsWith('.write')) expect(after, name).toBe(before);
      else if (!isReading) expect(Math.abs(after - before), name).toBeGreaterThan(1e-9);
    }
  });
});

describe('#15 nnterp#53: what a sublayer returns is not what it writes, where a norm stands behind it', () => {
  const additive = placements.ids.filter((id) => {
    const model = pairModel(id, 'layer', { nLayers: 3 });
    const { plan, frame } = readPlacement(model);
    const bare = placesOf(model).every((place) => {
      const { entry, exit, streamScale, sumScale, identity } = plan(place);
      return !entry && !exit && streamScale === undefined && sumScale === undefined && !identity;
    });
    return bare && (frame.residual?.id ?? 'plain') === 'plain';
  });

  it('there are many placements whose stream only adds', () => {
    expect(additive).toEqual(
      expect.arrayContaining([
        'pre',
        'sandwich',
        'peri',
        'branch-out',
        'sub-ln',
        'rezero',
        'layerscale',
        'lns',
        'parallel',
        'prores',
        'custom',
      ]),
    );
  });

  it.each(additive)('%s: the embedding and all writes are the final stream', (id) => {
    const model = pairModel(id, 'layer', { nLayers: 3 });
    const built = buildTiny(model);
    const writes = placesOf(model).map((place) => tapValue(built, tapName(place, 'write')));
    expect(relativeError(tapValue(built, 'final.in'), writes.reduce(plus, tapValue(built, 'embed.out')))).toBeLessThan(1e-12);
    const { plan } = readPlacement(model);
    for (const place of placesOf(model)) {
      const error = relativeError(tapValue(built, tapName(place, 'write')), tapValue(built, tapName(place, 'branch_out')));
      const { output, branchScale } = plan(place);
      if (output || (branchScale !== undefined && branchScale !== 1)) expect(error, place.key).toBeGreaterThan(1e-3);
      else expect(error, place.key).toBe(0);
    }
  });
});

describe('#17 TensorRT-LLM#1723: a pre-norm translator lost its final norm in conversion — and #21 Megatron-Bridge: a checkpoint of another placement loaded without a word', () => {
  const engine = reference.open({ threads: 1 });
  const kit = async (name: string, model: Parameters<typeof exportKit>[2]['model']) => {
    const path = join(folder, name);
    await exportKit(path, await engine, { model, neighbours: false });
    return path;
  };
  const editSpec = (path: string, change: (model: Record<string, unknown>) => void) => {
    const spec = JSON.parse(readFileSync(join(path, 'spec.json'), 'utf8'));
    change(spec.model);
    writeFileSync(join(path, 'spec.json'), JSON.stringify(spec));
  };

  it('both final norms of a pre-norm translator travel, and a kit without one is refused', async () => {
    const path = await kit('translator', { placement: 'pre', architecture: 'encoder-decoder' });
    const params = fromSafetensors(readFileSync(join(path, 'params.safetensors')), 'x');
    for (const side of ['encoder', 'decoder']) expect(params.has(`${side}.final_norm.weight`)).toBe(true);
    params.delete('encoder.final_norm.weight');
    writeFileSync(join(path, 'params.safetensors'), toSafetensors([...params.values()], {}));
    const error = await checkKit(path, await engine, 1e-9).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as Error).message).toContain('encoder.final_norm.weight');
  });

  it('numbers of Post-Norm under the name of Pre-Norm are refused', async () => {
    const path = await kit('post', { placement: 'post' });
    editSpec(path, (model) => Object.assign(model, { placement: { id: 'pre' } }));
    await expect(checkKit(path, await engine, 1e-9)).rejects.toThrow(UserError);
  });

  it.each([
    ['post', 'deepnorm'],
    ['pre', 'lns'],
    ['pre', 'parallel-two'],
    ['post', 'b2t'],
    ['post', 'span'],
    ['none', 't-fixup'],
  ])('numbers of %s under the name of %s, which has parameters of the same names, are found out', async (from, to) => {
    const path = await kit(`${from}-${to}`, { placement: from });
    editSpec(path, (model) => Object.assign(model, { placement: { id: to } }));
    const { passed, differences } = await checkKit(path, await engine, 1e-6);
    // Only T-Fixup is the same function: its difference is how it begins.
    expect(passed).toBe(to === 't-fixup');
    if (to !== 't-fixup') expect(differences[0]?.error).toBeGreaterThan(1e-3);
  });
});

describe('#18 tuned-lens#56: a final norm that was not found was silently skipped', () => {
  it.each([
    ['placement', () => placements.get('preln')],
    ['normalizer', () => normalizers.get('layernorm')],
    ['attention norm', () => attentionNorms.get('')],
    ['initialisation', () => inits.get('__proto__')],
    ['residual rule', () => residuals.get('constructor')],
  ])('an unknown %s is an error that lists the known ones', (noun, ask) => {
    expect(ask).toThrow(UserError);
    expect(ask).toThrow(new RegExp(`There is no ${noun} called .* Choose one of: .*,`));
  });
  it('and so is an unknown normalizer at a site, or a tap that is not there', () => {
    expect(() =>
      buildTiny(pairModel('custom', 'layer', { placement: { id: 'custom', rules: [{ input: 'layernorm' }] } as Choice })),
    ).toThrow('layernorm');
    expect(() => tapValue(buildTiny(tiny), 'final.normed')).toThrow('no tap');
  });
});

describe('#19 x-transformers#202: an option was taken and ignored', () => {
  it.each([
    ['placements', placements, (placement: Choice) => pairModel('pre', 'layer', { placement, nLayers: 4 })],
    ['normalizers', normalizers, (normalizer: Choice) => pairModel('pre', 'layer', { normalizer })],
    ['initialisations', inits, (init: Choice) => pairModel('pre', 'layer', { init })],
    ['attention norms', attentionNorms, (attentionNorm: Choice) => pairModel('pre', 'layer', { attentionNorm })],
  ] as const)('every option of all %s changes the graph or what it starts from, and the name of the run', (_name, family, make) => {
    const choices = optionsOf(family);
    expect(choices.length).toBeGreaterThan(0);
    const field = { placement: 'placement', normalizer: 'normalizer', initialisation: 'init', 'attention norm': 'attentionNorm' }[
      family.noun
    ] as string;
    const named = (choice: Choice, position = 'learned') =>
      runId(parseRun({ model: { placement: 'pre', [field]: choice, position: position as never }, task: 'copy' }));
    for (const choice of choices) {
      const plain = { id: choice.id };
      const beside = besideOption[`${choice.id}.${Object.keys(choice)[1]}`];
      const modelOf = (own: Choice) => ({ ...make({ ...own, ...beside?.choice }), ...beside?.model });
      expect(fingerprint(modelOf(choice)), JSON.stringify(choice)).not.toBe(fingerprint(modelOf(plain)));
      const position = beside?.model?.position;
      expect(named(choice, position), JSON.stringify(choice)).not.toBe(named(plain, position));
    }
  });

  it.each([
    ['finalNorm', { finalNorm: false }],
    ['embeddingNorm', { embeddingNorm: true }],
    ['bias', { bias: false }],
    ['tiedHead', { tiedHead: true }],
    ['nKvHeads', { nKvHeads: 1 }],
    ['activation', { activation: 'swiglu' }],
    ['position', { position: 'rotary' }],
    ['architecture', { architecture: 'encoder' }],
    ['normalizer.eps', { normalizer: { id: 'layer', eps: 0.1 } }],
    ['init.embeddingStd', { init: { id: 'normal', embeddingStd: 0.3 } }],
  ])('%s does too', (_name, more) => {
    expect(fingerprint(pairModel('pre', 'layer', more as Partial<ModelConfig>))).not.toBe(fingerprint(pairModel('pre', 'layer')));
  });
});

/** An equation of one sublayer, as text, computed: LN is a norm without gain and shift, F what the branch returned. */
class EquationReader {
  private at = 0;
  /** What F was applied to. */
  received: Float64Array | undefined;
  private readonly tokens: readonly string[];

  constructor(
    text: string,
    private readonly names: Readonly<Record<string, Float64Array | number>>,
    private readonly returned: Float64Array,
  ) {
    this.tokens = text.match(/\p{L}[\p{L}\p{N}_₀]*|\d+(?:\.\d+)?(?:e-?\d+)?|[()+−·/,]/gu) ?? [];
  }

  read(): Float64Array {
    const value = this.sum();
    if (this.at < this.tokens.length || typeof value === 'number') throw new Error(`cannot read ${this.tokens.join(' ')}`);
    return value;
  }

  private accept(token: string): boolean {
    const found = this.tokens[this.at] === token;
    if (found) this.at++;
    return found;
  }

  private sum(): Float64Array | number {
    let left = this.product();
    for (;;) {
      if (this.accept('+')) left = combine(left, this.product(), (a, b) => a + b);
      else if (this.accept('−')) left = combine(left, this.product(), (a, b) => a - b);
      else return left;
    }
  }

  private product(): Float64Array | number {
    let left = this.atom();
    for (;;) {
      if (this.accept('·')) left = combine(left, this.atom(), (a, b) => a * b);
      else if (this.accept('/')) left = combine(left, this.atom(), (a, b) => a / b);
      else return left;
    }
  }

  private atom(): Float64Array | number {
    const token = this.tokens[this.at++] as string;
    if (token === '(') return this.closed();
    if (/^\d/.test(token)) return Number(token);
    if (!this.accept('(')) {
      const value = this.names[token];
      if (value === undefined) throw new Error(`the equation speaks of ${token}`);
      return value;
    }
    const inner = this.closed();
    if (token === 'F') {
      this.received = inner as Float64Array;
      return this.returned;
    }
    if (token === 'LN') return unitNorm(inner as Float64Array);
    throw new Error(`the equation speaks of ${token}(…)`);
  }

  private closed(): Float64Array | number {
    const value = this.sum();
    if (!this.accept(')')) throw new Error(`a bracket is open in ${this.tokens.join(' ')}`);
    return value;
  }
}

function combine(a: Float64Array | number, b: Float64Array | number, f: (a: number, b: number) => number): Float64Array | number {
  if (typeof a === 'number') return typeof b === 'number' ? f(a, b) : b.map((value) => f(a, value));
  return a.map((value, i) => f(value, typeof b === 'number' ? b : (b[i] as number)));
}

const unitNorm = (x: Float64Array): Float64Array =>
  fromRows(
    (handNorms['layer-plain'] as NonNullable<(typeof handNorms)[string]>)({
      rows: toRows(x, 8),
      stored: () => [],
      eps: 1e-5,
      seqLen: 4,
      train: true,
      step: 3,
      options: {},
    }),
  );

describe('#20 Compact-Transformers#25: a merge left norm and residual in a third order — the equation that is shown is what the graph computes', () => {
  // What changes inside F, an inner norm and a stopped gradient are said in words.
  const readable = placements.ids.filter(
    (id) => !['sub-ln', 'normformer', 'fixup', 'gpas', 'ngpt', 'hyper-connections', 'siamese'].includes(id),
  );

  it.each(readable)('%s', (id) => {
    const model = pairModel(id, 'layer', { nLayers: 3, normalizer: { id: 'layer-plain' } });
    const built = buildTiny(model);
    for (const { text, places, varying } of equations(model)) {
      for (const [i, place] of places.entries()) {
        const tap = (name: Parameters<typeof tapName>[1]) => tapValue(built, tapName(place, name));
        const block = placesOf(model).find((other) => other.block === place.block) as typeof place;
        const learnable = Object.fromEntries(
          [...built.scope.parameters.values()]
            .filter(
              ({ spec }) => spec.role === 'scale' && (spec.place?.key === place.key || spec.key.startsWith(`${place.block}.resweight`)),
            )
            .map(({ spec }) => {
              const data = built.feeds[spec.key] as Float64Array;
              return [
                spec.key.split('.').at(-1) as string,
                data.length === 1
                  ? (data[0] as number)
                  : Float64Array.from({ length: tap('sum').length }, (_, flat) => data[flat % 8] as number),
              ];
            }),
        );
        const letters = Object.fromEntries(
          varying.map(({ letter, values }) => {
            const value = values[i];
            return [letter, typeof value === 'number' ? value : Math.min(3 / (1000 * (place.layer + 1)), 1)];
          }),
        );
        const names = { x: tap('stream_in'), 'x₀': tapValue(built, tapName(block, 'stream_in')), ...letters, ...learnable };
        const body = text
          .replace(/^x ← /, '')
          .replace(/;[^()]*(?=\))/g, '')
          .replace('min(t/1000, 1)', String(3 / 1000));
        const reader = new EquationReader(body, names, tap('branch_out'));
        expect(relativeError(reader.read(), tap('stream_out')), `${text} at ${place.key}`).toBeLessThan(2e-6);
        expect(relativeError(reader.received as Float64Array, tap('branch_in')), `F of ${text} at ${place.key}`).toBeLessThan(2e-6);
      }
    }
  });
});

it('#22 torchscale#16: the gain of DeepNet and Magneto differed from the papers — v, out, fc1 and fc2 have it, q and k do not', () => {
  for (const [placement, init, gain] of [
    ['deepnorm', 'deepnet', (8 * 4) ** -0.25],
    ['sub-ln', 'sub-ln', Math.sqrt(Math.log(8))],
  ] as const) {
    const model = pairModel(placement, 'layer', { nLayers: 4, dModel: 256, dFf: 256, init: { id: init } });
    const specs = [...buildTransformer(newGraph(), model, { batchSize: 1, train: true }).scope.parameters.values()].map(({ spec }) => spec);
    const std = (values: Float32Array) => Math.sqrt(values.reduce((total, value) => total + value * value, 0) / values.length);
    const xavier = Math.sqrt(2 / 512);
    for (const spec of specs.filter(({ place, initial }) => place?.layer === 1 && initial === undefined)) {
      const values = drawParameter(spec, model, 1);
      const parts = spec.role === 'qkv' ? [1, 1, gain] : [gain];
      parts.forEach((factor, i) => {
        const own = values.slice((i * values.length) / parts.length, ((i + 1) * values.length) / parts.length);
        expect(Math.abs(std(own) / (factor * xavier) - 1), `${spec.key} ${i}`).toBeLessThan(0.01);
      });
    }
  }
});

it('#23 ReZero-examples#4: the FFN read the wrong variable — it reads what attention left, and only parallel blocks what attention read', () => {
  for (const id of placements.ids) {
    const model = pairModel(id, 'layer');
    const built = buildTiny(model);
    const { plan, frame } = readPlacement(model);
    const [attention, ffn] = placesOf(model) as [ReturnType<typeof placesOf>[number], ReturnType<typeof placesOf>[number]];
    if ((frame.residual?.id ?? 'plain') !== 'plain') continue;
    expect(tapValue(built, tapName(ffn, 'stream_in')), id).toEqual(tapValue(built, tapName(attention, 'stream_out')));
    // What attention wrote reaches the FFN's branch, unless it reads the block's input.
    const weight = Float64Array.from(built.feeds['layers.0.attn.out.weight'] as Float64Array, (value, i) => value + Math.sin(i));
    const after = { ...built, feeds: { ...built.feeds, 'layers.0.attn.out.weight': weight } };
    const moved = relativeError(tapValue(after, tapName(ffn, 'branch_in')), tapValue(built, tapName(ffn, 'branch_in')));
    if (plan(ffn).from === 'block') expect(moved, id).toBe(0);
    else expect(moved, id).toBeGreaterThan(1e-6);
  }
});

it('#24 hipfire#258: the stream before the final norm was held against the one behind it — they are two taps, and the head reads the second', () => {
  for (const id of placements.ids) {
    const model = pairModel(id, 'layer');
    const built = buildTiny(model);
    const { frame } = readPlacement(model);
    const [before, after] = [tapValue(built, 'final.in'), tapValue(built, 'final.out')];
    if (frame.finalNorm) expect(relativeError(after, before), id).toBeGreaterThan(1e-3);
    else expect(after, id).toEqual(before);
    const expected = new Hand(model, built.feeds).head(toRows(after, 8));
    const gain = built.feeds.logit_scale ? Array.from(built.feeds.logit_scale as Float64Array, (value) => value * Math.sqrt(8)) : undefined;
    const logits = expected.map((row) => row.map((value, i) => value * (gain?.[i] ?? 1)));
    expect(relativeError(numbersOf(built.scope.taps.get('logits') as Tensor, built.feeds), fromRows(logits)), id).toBeLessThan(1e-12);
  }
});
