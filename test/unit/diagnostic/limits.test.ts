/** Where diagnostics must lie, and that they stay numbers where single precision ends. */
import { describe, expect, it } from 'vitest';
import { random } from '../../../src/core/random.ts';
import { attentionEntropy } from '../../../src/diagnostic/attention-entropy.ts';
import { attentionMaxLogit } from '../../../src/diagnostic/attention-max-logit.ts';
import { diagnostics } from '../../../src/diagnostic/index.ts';
import type { Diagnostic } from '../../../src/diagnostic/types.ts';
import { measuredProbe } from '../../../src/probe/measured.ts';
import type { Subject } from '../../../src/probe/types.ts';
import { pairModel } from '../../helper/model.ts';
import { openEngine } from '../../helper/run.ts';
import { silence, subjectOf } from '../../helper/subject.ts';

const values = async (diagnostic: Diagnostic, subject: Subject, id: string = diagnostic.id) => {
  const found = await measuredProbe(diagnostic).measure(subject);
  return found.find((one) => one.id === id)?.values ?? [];
};
const scaled = (ending: string, factor: number) => (tensors: Map<string, Float64Array>) => {
  for (const [key, numbers] of tensors)
    if (key.endsWith(ending))
      tensors.set(
        key,
        numbers.map((value) => factor * value),
      );
};
const model = pairModel('pre', 'layer');
const outputs = ['out.weight', 'out.bias', 'fc2.weight', 'fc2.bias'];

describe('attention', () => {
  it('that sees no difference has the entropy of all keys alike', async () => {
    const subject = await subjectOf(model, { change: scaled('qkv.weight', 0) });
    // Query t sees t + 1 keys.
    const expected = [1, 2, 3, 4].reduce((total, keys) => total + Math.log(keys) / 4, 0);
    for (const entropy of await values(attentionEntropy, subject)) expect(entropy).toBeCloseTo(expected, 12);
  });

  it('lies between one key and all of them', async () => {
    for (const entropy of await values(attentionEntropy, await subjectOf(model))) {
      expect(entropy).toBeGreaterThan(0);
      expect(entropy).toBeLessThan(Math.log(4));
    }
  });

  it.each(['reference', 'ort-node'])('that looks at one key has none, and its logits are numbers (%s)', async (id) => {
    const engine = await openEngine(id);
    const subject = await subjectOf(pairModel('pre', 'layer', { position: 'none' }), { engine, change: scaled('qkv.weight', 300) });
    const [entropies, logits] = [await values(attentionEntropy, subject), await values(attentionMaxLogit, subject)];
    for (const entropy of entropies) {
      expect(entropy).toBeGreaterThanOrEqual(0);
      expect(entropy).toBeLessThan(0.2);
    }
    for (const logit of logits) {
      expect(logit).toBeGreaterThan(1000);
      expect(logit).toBeLessThan(1e7);
    }
  });
});

describe('a block that writes nothing', () => {
  const still = () => subjectOf(model, { change: silence(['layers.1'], outputs) });
  it.each(['angular-distance/block', 'angular-distance/walk', 'block-influence', 'dependency-ratio'])('%s is 0', async (id) => {
    const found = await values(diagnostics.get(id.split('/')[0] as string), await still(), id);
    expect(found.slice(found.length / 2).every((value) => value === 0)).toBe(true);
    expect(found[0]).toBeGreaterThan(0.01);
  });
});

it.each(['kurtosis/token', 'kurtosis/feature', 'outlier'])('%s of a stream that has one feature is at its end', async (id) => {
  const subject = await subjectOf(pairModel('pre', 'layer', { nLayers: 1 }), {
    change: (tensors) => {
      silence(['layers.0'], outputs)(tensors);
      for (const key of ['token_embedding.weight', 'position_embedding.weight'])
        tensors.set(
          key,
          (tensors.get(key) as Float64Array).map((value, i) => (i % model.dModel === 3 ? value : 0)),
        );
    },
  });
  const expected = id === 'outlier' ? Math.sqrt(model.dModel) : model.dModel;
  expect((await values(diagnostics.get(id.split('/')[0] as string), subject, id))[0]).toBeCloseTo(expected, 10);
});

it('kurtosis of Gaussian numbers is 3', async () => {
  const wide = pairModel('pre', 'layer', { nLayers: 1, dModel: 512, vocabSize: 9 });
  const subject = await subjectOf(wide, {
    change: (tensors) => {
      silence(['layers.0'], outputs)(tensors);
      tensors.get('position_embedding.weight')?.fill(0);
      const stream = random(1, 'Gaussian');
      tensors.set(
        'token_embedding.weight',
        Float64Array.from({ length: 9 * 512 }, () => stream.normal()),
      );
    },
  });
  const [token] = await values(diagnostics.get('kurtosis'), subject, 'kurtosis/token');
  expect(token).toBeGreaterThan(2.7);
  expect(token).toBeLessThan(3.3);
});
