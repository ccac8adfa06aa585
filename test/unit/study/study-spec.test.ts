/** A study as people write it: what comes of it, and what is said when it does not fit. */
import { describe, expect, it } from 'vitest';
import { studyPlan } from '../../../src/study/options.ts';
import { armRun, typicalRun } from '../../../src/study/plan.ts';
import { settingsOf } from '../../../src/study/setting.ts';
import { parseStudy } from '../../../src/study/study-spec.ts';

const engine = { id: 'reference', threads: 1 };
const run = { task: { id: 'copy', symbols: 4 }, model: { nLayers: 2, dModel: 8, nHeads: 2, seqLen: 8 }, steps: 20 };
const planOf = (spec: object) => studyPlan({ ...parseStudy({ run, ...spec }), engine: undefined }, engine);

describe('a study that says nothing', () => {
  it('is the comparison', () => {
    const options = parseStudy({});
    expect(studyPlan({ ...options, engine: undefined, task: 'copy' }, engine)).toEqual(studyPlan({ task: 'copy' }, engine));
  });
});

describe('arms', () => {
  it('start as on the command line, or say what differs', () => {
    const plan = planOf({
      arms: [
        'pre/rms',
        { id: 'heavy', arm: 'post', optimizer: { weightDecay: 0.5 }, model: { nLayers: 3 } },
        { model: { placement: 'sandwich' } },
      ],
    });
    expect(plan.arms).toEqual(['pre/rms', 'heavy', 'sandwich']);
    const of = (arm: string) => typicalRun(plan, arm);
    expect(of('pre/rms').model.normalizer.id).toBe('rms');
    expect(of('heavy')).toMatchObject({
      model: { placement: { id: 'post' }, nLayers: 3 },
      optimizer: { weightDecay: 0.5, betas: of('sandwich').optimizer.betas },
    });
    expect(of('sandwich').optimizer.weightDecay).not.toBe(0.5);
  });

  it('become one for each combination of what is varied', () => {
    const plan = planOf({ arms: ['post', 'pre'], vary: { depth: [1, 4], 'task.symbols': [3, 5] } });
    expect(plan.arms).toHaveLength(8);
    expect(plan.arms[3]).toBe('post depth=4 task.symbols=5');
    expect(plan.own[plan.arms[3] as string]).toMatchObject({ base: 'post', varied: { 'model.nLayers': 4, 'task.symbols': 5 } });
    expect(typicalRun(plan, plan.arms[3])).toMatchObject({ model: { nLayers: 4 }, task: { symbols: 5 } });
  });
});

describe('what is tuned', () => {
  it('is every combination, in any field of the spec', () => {
    const plan = planOf({
      tune: { lr: [0.01], warmup: [0], 'optimizer.weightDecay': [0, 0.1], init: ['xavier', { id: 'normal', embeddingStd: 0.1 }] },
    });
    const settings = settingsOf(plan.grid);
    expect(settings).toHaveLength(4);
    expect(armRun(plan, 'pre', settings[3] as (typeof settings)[0], 1)).toMatchObject({
      optimizer: { weightDecay: 0.1, lr: 0.01 },
      model: { init: { id: 'normal', embeddingStd: 0.1 } },
    });
  });
});

describe('seeds', () => {
  it.each([
    [4, [1], [2, 3, 4, 5]],
    [{ select: 2, judge: 2 }, [1, 2], [3, 4]],
    [{ select: [7], judge: [1, 2] }, [7], [1, 2]],
    [{ judge: [5, 6] }, [1], [5, 6]],
  ])('%j', (seeds, select, judge) => {
    expect(planOf({ seeds }).grid).toMatchObject({ selectSeeds: select, judgeSeeds: judge });
  });
});

describe('the budget', () => {
  it('is of each arm, and halving asks for less of it', () => {
    const lists = { tune: { lr: [0.001, 0.01, 0.1, 1], warmup: [0] }, seeds: 2 };
    expect(() => planOf({ ...lists, budget: { steps: 120 } })).not.toThrow();
    expect(() => planOf({ ...lists, budget: { steps: 119 } })).toThrow(/119/);
    expect(() => planOf({ ...lists, budget: { steps: 119 }, protocol: { id: 'successive-halving', minSteps: 5 } })).not.toThrow();
  });
});

describe('what does not fit', () => {
  it.each([
    [{ arm: ['pre'] }, /arm/],
    [{ arms: [] }, /arms/],
    [{ arms: ['prenomr'] }, /"prenomr"/],
    [{ arms: ['pre', 'pre'] }, /named twice/],
    [{ arms: [{ optimizer: { weightDecay: 0 } }] }, /no name/],
    [{ arms: [{ id: 'x', model: { placement: 'pre', depth: 3 } }] }, /depth/],
    [{ arms: [{ id: 'x', arm: 'pre', optimiser: 'sgd' }] }, /optimiser/],
    [{ tune: { lr: ['fast'] } }, /tune\.lr takes numbers, not "fast"/],
    [{ tune: { lr: [] } }, /tune\.lr/],
    [{ tune: { seed: [1, 2] } }, /seeds/],
    [{ tune: { depth: [1], 'model.nLayers': [2] } }, /listed twice/],
    [{ tune: { colour: ['red'] } }, /colour/],
    [{ vary: { lr: [0.1] } }, /"tune", not under "vary"/],
    [{ vary: { 'model.nLayers': [0] } }, /nLayers/],
    [{ protocol: 'bandit' }, /grid/],
    [{ protocol: { id: 'successive-halving', eta: 1 } }, /eta/],
    [{ protocol: { id: 'grid', eta: 3 } }, /eta/],
    [{ seeds: 0 }, /seeds/],
    [{ seeds: { judge: [1, 2] } }, /Seed 1 would judge/],
    [{ seeds: { judge: 0 } }, /at least one/],
    [{ tune: { warmup: [30] } }, /30/],
    [{ run: { steps: 20, seed: 4 } }, /seed/],
    [{ run: { ...run, stop: ['never'] } }, /never/],
    ['a sentence', /study/],
    [null, /study/],
    [[], /study/],
  ])('%j', (spec, sentence) => {
    const whole = typeof spec === 'object' && spec !== null && !Array.isArray(spec) ? { run, ...spec } : spec;
    expect(() => studyPlan({ ...parseStudy(whole), engine: undefined }, engine)).toThrow(sentence);
  });
});
