/** Arms that are one model say so; the same norms with another start, or one factor apart, are not the same. */
import { describe, expect, it } from 'vitest';
import type { ArmInput } from '../../../src/study/arm.ts';
import { readArmText } from '../../../src/study/arm-text.ts';
import { studyWarnings } from '../../../src/study/describe.ts';
import { studyPlan } from '../../../src/study/options.ts';
import { sameArms } from '../../../src/study/same-arms.ts';

const planOf = (arms: readonly ArmInput[], nLayers: number, model: object = {}, vary = {}) =>
  studyPlan(
    { arms, vary, task: 'copy', model: { nLayers, dModel: 16, seqLen: 8, ...model }, steps: 4, lr: [0.01], warmup: [0], seeds: 1 },
    { id: 'reference', threads: 1 },
  );
const read = (...texts: string[]) => texts.map((text) => readArmText(text, 'en'));
const same = (arms: readonly ArmInput[], nLayers: number, model = {}) => Object.fromEntries(sameArms(planOf(arms, nLayers, model)));

describe('sameArms', () => {
  it('finds Mix-LN that is Pre-Norm at three blocks, and not at four', () => {
    expect(same(['pre', 'mix-ln', 'post'], 3)).toEqual({ pre: ['mix-ln'], 'mix-ln': ['pre'], post: [] });
    expect(same(['pre', 'mix-ln', 'post'], 4)).toEqual({ pre: [], 'mix-ln': [], post: [] });
  });

  it('tells equal plans with different starts apart', () => {
    expect(same(read('none', 't-fixup'), 4)).toEqual({ none: ['t-fixup'], 't-fixup': ['none'] });
    expect(same(read('none', 't-fixup+t-fixup'), 4)).toEqual({ none: [], 't-fixup+t-fixup': [] });
    expect(same(read('pre+xavier', 'pre+xavier:gain=2'), 4)).toEqual({ 'pre+xavier': [], 'pre+xavier:gain=2': [] });
  });

  it('sees through names, fields that the placement overrules, and normalizers that stand nowhere', () => {
    const fields = (id: string, model: object): ArmInput => ({ id, model: model as never });
    const written = fields('mine', { placement: { id: 'custom', rules: [{ input: true, branchScale: '1' }] } });
    expect(same(['pre', written], 2)).toEqual({ pre: ['mine'], mine: ['pre'] });
    expect(same(['pre', fields('bare', { placement: 'pre', finalNorm: false })], 2)).toEqual({ pre: [], bare: [] });
    expect(same(['hybrid', fields('qk', { placement: 'hybrid', attentionNorm: 'qk' })], 2)).toEqual({ hybrid: ['qk'], qk: ['hybrid'] });
    expect(same(read('rezero/rms', 'rezero/layer', 'pre/rms', 'pre/layer'), 2)).toEqual({
      'rezero/rms': ['rezero/layer'],
      'rezero/layer': ['rezero/rms'],
      'pre/rms': [],
      'pre/layer': [],
    });
  });

  it('compares arms at equal values of what is varied', () => {
    const found = sameArms(planOf(['pre', 'mix-ln'], 2, {}, { 'model.nLayers': [2, 4] }));
    expect(Object.fromEntries(found)).toEqual({
      'pre depth=2': ['mix-ln depth=2'],
      'pre depth=4': [],
      'mix-ln depth=2': ['pre depth=2'],
      'mix-ln depth=4': [],
    });
  });
});

describe('studyWarnings', () => {
  it('says it in both languages, to each arm what concerns it', () => {
    const plan = planOf(read('pre', 'mix-ln', 'post', 'mix-ln:share=0.34'), 3);
    const english = studyWarnings(plan, 'en');
    expect(english.get('post')).toEqual([]);
    expect(english.get('pre')).toEqual([
      'pre and mix-ln are one and the same model here: with equal seeds they train alike, and no difference between them can be shown.',
    ]);
    expect(english.get('mix-ln')?.[0]).toBe('At 3 blocks mix-ln is the same model as pre: no norm stands elsewhere and no factor differs.');
    expect(english.get('mix-ln:share=0.34')).toEqual([]);
    const chinese = studyWarnings(plan, 'zh').get('mix-ln') ?? [];
    expect(chinese[0]).toContain('3 块');
    expect(chinese[1]).toContain('pre、mix-ln 在这里是同一个模型');
  });
});
