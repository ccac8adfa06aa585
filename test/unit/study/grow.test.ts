/** A study only grows: what may be added, and how that which differs is named. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { edgeOf } from '../../../src/study/edge.ts';
import { differenceOf, grow } from '../../../src/study/grow.ts';
import { type StudyOptions, studyPlan } from '../../../src/study/options.ts';
import { diverged, record } from '../../helper/study.ts';

const engine = { id: 'reference', threads: 1 };
const asked: StudyOptions = {
  arms: ['post', 'pre'],
  task: { id: 'copy', symbols: 3 },
  model: { nLayers: 1, nHeads: 1, dModel: 4, seqLen: 4 },
  steps: 20,
  lr: [0.01, 0.03],
  warmup: [0, 2],
  seeds: 2,
};
const plan = (more: StudyOptions = {}) => studyPlan({ ...asked, ...more }, engine);
const before = plan();

describe('growing', () => {
  it.each<[string, Parameters<typeof grow>[1], StudyOptions]>([
    ['seeds', { seeds: 4 }, { seeds: 4 }],
    ['learning rates', { lr: [0.1, 0.01] }, { lr: [0.01, 0.03, 0.1] }],
    ['warm-ups', { warmup: [5] }, { warmup: [0, 2, 5] }],
    ['arms', { arms: ['sandwich'] }, { arms: ['post', 'pre', 'sandwich'] }],
  ])('%s make the plan of the study made at once', (_what, growth, options) => {
    expect(grow(before, growth)).toEqual(plan(options));
    expect(differenceOf(before, plan(options))).toBeUndefined();
  });

  it('adds an arm at every value of what the study varies', () => {
    const vary = { 'model.nLayers': [1, 2] };
    expect(grow(plan({ vary }), { arms: ['sandwich'] })).toEqual(plan({ vary, arms: ['post', 'pre', 'sandwich'] }));
  });

  it('adds selection seeds where nothing is judged', () => {
    const protocol = { id: 'map' };
    expect(grow(plan({ protocol, seeds: 0 }), { seeds: 3 }).grid.selectSeeds).toEqual([1, 2, 3]);
  });

  it('goes on behind listed seeds', () => {
    expect(grow(plan({ seeds: [7, 5] }), { seeds: 3 }).grid.judgeSeeds).toEqual([7, 5, 8]);
  });

  it.each([
    [{ seeds: 1 }, 'error.studyFewerSeeds'],
    [{ arms: ['pre'] }, 'error.armTwice'],
  ])('refuses %j', (growth, key) => {
    expect(() => grow(before, growth)).toThrow(expect.objectContaining({ key, constructor: UserError }));
  });
});

describe('another study', () => {
  it.each<[StudyOptions, object]>([
    [{ task: { id: 'sort' } }, { field: 'task', before: 'copy', now: 'sort' }],
    [{ model: { ...asked.model, dModel: 8 } }, { field: 'width', before: '4', now: '8' }],
    [{ steps: 30 }, { field: 'steps', before: '20', now: '30' }],
    [{ protocol: { id: 'map' } }, { field: 'protocol', before: 'grid', now: 'map' }],
    [{ fields: { 'model.init': ['xavier', 'small-init'] } }, { field: 'tune', before: '[]', now: '["model.init"]' }],
    [
      { arms: ['post', { id: 'pre', model: { placement: 'sandwich' } }] },
      { field: 'arms.pre.model.placement', before: 'pre', now: 'sandwich' },
    ],
    [{ arms: ['post'] }, { field: 'arms', lacks: 'pre' }],
    [{ lr: [0.03, 0.1] }, { field: 'lr', lacks: '0.01' }],
    [{ seeds: 1 }, { field: 'seeds.judge', lacks: '3' }],
  ])('is one with %j: what differs is named', (options, difference) => {
    expect(differenceOf(before, plan(options))).toEqual(difference);
  });

  it('is none for another name, or arms in another order', () => {
    expect(differenceOf(before, plan({ name: 'x', arms: ['pre', 'post'] }))).toBeUndefined();
  });
});

describe('the edge of what was tried', () => {
  const select = (rates: readonly number[]) => rates.map((lr) => record({ stage: 'select', lr }));
  const judged = record({});
  const edge = (lr: number | null, rates: readonly number[], ...more: ReturnType<typeof record>[]) =>
    edgeOf({ id: 'a', lr, runs: [...select(rates), ...more] });

  it.each([
    [0.01, 'high', 0.03],
    [0.0003, 'low', 0.0001],
  ])('is at %j', (lr, side, next) => {
    expect(edge(lr, [0.0003, 0.001, 0.003, 0.01], judged)).toEqual({ arm: 'a', lr, side, next });
  });

  it('is no edge where both neighbours ran, even if one diverged', () => {
    expect(edge(0.01, [0.003, 0.01], judged, diverged({ stage: 'select', lr: 0.03 }))).toBeNull();
  });

  it('is an edge where the larger rate never ran', () => {
    const missing = record({ stage: 'select', lr: 0.03, status: 'interrupted' });
    expect(edge(0.01, [0.003, 0.01], judged, missing)?.side).toBe('high');
  });

  it('is none where nothing was judged, or one rate tried', () => {
    expect(edge(0.01, [0.003, 0.01])).toBeNull();
    expect(edge(0.01, [0.01], judged)).toBeNull();
    expect(edge(null, [0.003, 0.01], judged)).toBeNull();
  });
});
