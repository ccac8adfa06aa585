import { describe, expect, it } from 'vitest';
import { message } from '../../../src/core/message/index.ts';
import { apply, armFacts, armRules, readResult } from '../../../src/report/reading.ts';
import { outcomeRules, pairRules } from '../../../src/report/rule/outcome.ts';
import type { ArmFacts } from '../../../src/report/rule/types.ts';
import { compareFixture } from './fixture.ts';

const silent: ArmFacts = {
  gradient: null,
  streamIn: null,
  streamSum: null,
  streamOut: null,
  identity: null,
  selection: [],
  edge: null,
  lr: null,
  warmup: null,
  loss: null,
  telling: 0.05,
  diverged: 0,
  judged: 5,
  leftOut: 0,
  bigramEntropy: null,
  uniformEntropy: 4,
  language: 'en',
};

const profile = (start: readonly number[], end: readonly number[] = start) => ({
  start: { values: start, step: 0 },
  end: { values: end, step: 9 },
  finished: true,
});
const cell = (lr: number, warmup: number, loss: number | null, lost = 0) => ({
  lr,
  warmup,
  fields: {},
  loss,
  lost,
  leftOut: lost,
  total: 2,
  chosen: false,
});
const ids = (facts: Partial<ArmFacts>): string[] => armRules.filter((rule) => rule.when({ ...silent, ...facts })).map(({ id }) => id);

describe('rules', () => {
  it('say nothing about what was not measured', () => {
    expect(ids({})).toEqual([]);
  });

  it.each<[string, Partial<ArmFacts>]>([
    ['gradient-unequal', { gradient: profile([0.1, 0.2, 0.4]) }],
    ['gradient-even', { gradient: profile([0.1, 0.2, 0.15]) }],
    ['gradient-later', { gradient: profile([1, 2], [1, 8]) }],
    ['stream-grows', { streamOut: profile([1, 2, 3]) }],
    ['stream-keeps', { streamOut: profile([1, 1.02, 0.99]) }],
    ['stream-trains', { streamOut: profile([1, 2], [1, 6]) }],
    ['adds-one', { streamIn: profile([1, 2 ** 0.5]), streamSum: profile([2 ** 0.5, 3 ** 0.5]), streamOut: profile([2 ** 0.5, 4]) }],
    ['adds-even', { streamIn: profile([1, 4 ** 0.5]), streamSum: profile([4 ** 0.5, 7 ** 0.5]), streamOut: profile([2, 4]) }],
    ['identity-high', { identity: profile([0.5, 0.95]) }],
    ['identity', { identity: profile([0.5, 0.4]) }],
    ['warmup-rescued', { lr: 1, selection: [cell(1, 0, null, 2), cell(1, 9, 2)] }],
    ['warmup-widens', { lr: 1, selection: [cell(1, 0, 2), cell(1, 9, 2), cell(3, 0, null, 1), cell(3, 9, 2)] }],
    ['warmup-helped', { lr: 1, selection: [cell(1, 0, 2.2), cell(1, 9, 2)] }],
    ['warmup-hurt', { lr: 1, selection: [cell(1, 0, 2), cell(1, 9, 2.2)] }],
    ['warmup-same', { lr: 1, selection: [cell(1, 0, 2), cell(1, 9, 2.01)] }],
    // The study says from where on a difference counts: the same 0.04 is one here and none there.
    ['warmup-hurt', { lr: 1, telling: 0.03, selection: [cell(1, 0, 2), cell(1, 9, 2.04)] }],
    ['warmup-same', { lr: 1, telling: 0.05, selection: [cell(1, 0, 2), cell(1, 9, 2.04)] }],
    ['warmup-seen', { lr: 1, telling: null, selection: [cell(1, 0, 2), cell(1, 9, 2.04)] }],
    ['diverged-rates', { selection: [cell(1, 0, null, 2)] }],
    ['none-diverged', { selection: [cell(1, 0, 2)] }],
    ['edge-low', { lr: 1, edge: { arm: 'a', lr: 1, side: 'low', next: 0.3 } }],
    ['edge-high', { lr: 3, edge: { arm: 'a', lr: 3, side: 'high', next: 10 } }],
    ['lost-seeds', { diverged: 2 }],
    ['nothing-learned', { loss: 3.99 }],
    ['below-bigram', { loss: 2, bigramEntropy: 2.4 }],
    ['above-bigram', { loss: 2.6, bigramEntropy: 2.4 }],
  ])('%s speaks when its numbers are there', (id, facts) => {
    expect(ids(facts)).toContain(id);
  });

  it('speak one at a time where they exclude each other', () => {
    expect(ids({ gradient: profile([0.1, 0.2, 0.4]) })).not.toContain('gradient-even');
    expect(ids({ lr: 1, selection: [cell(1, 0, null, 2), cell(1, 9, 2)] })).not.toContain('warmup-same');
    expect(ids({ streamOut: profile([1, 1.3]) })).toEqual([]);
  });

  it('call no rate rescued at which a run with warm-up was lost too', () => {
    expect(ids({ lr: 1, selection: [cell(1, 0, null, 2), cell(1, 9, 2, 1)] })).not.toContain('warmup-rescued');
  });

  it('read warm-up at the largest rate where the chosen one was not tried both ways', () => {
    const found = ids({ lr: 2, selection: [cell(1, 0, 2.2), cell(1, 9, 2), cell(3, 0, 2), cell(3, 9, 2.2)] });
    expect(found.filter((id) => id.startsWith('warmup'))).toEqual(['warmup-hurt']);
  });

  it('say nothing of a series with a value that is no number', () => {
    expect(ids({ gradient: profile([1, Number.NaN]), streamOut: profile([1, Number.NaN]), identity: profile([0.5, Number.NaN]) })).toEqual(
      [],
    );
  });

  it('say nothing of learning rates whose runs have no outcome', () => {
    expect(ids({ selection: [cell(1, 0, 2), { ...cell(3, 0, null), leftOut: 1 }] })).toEqual([]);
  });

  it('do not call a loss far above a uniform guess one', () => {
    const [sentence] = apply(outcomeRules, { ...silent, loss: 9 });
    expect(sentence && message('en', sentence.key, sentence.values)).toBe(
      'Its validation loss (9.000) is about that of a uniform guess (4.000) or worse: it learned next to nothing.',
    );
  });

  it('have ids of their own', () => {
    const all = [...armRules, ...pairRules].map(({ id }) => id);
    expect(new Set(all).size).toBe(all.length);
  });

  it('do not care what an arm is called', () => {
    const result = compareFixture();
    const [arm] = result.arms;
    if (!arm) throw new Error('the fixture has no arm');
    const renamed = { ...arm, id: 'zzz', title: 'zzz' };
    expect(apply(armRules, armFacts(renamed, result, 'en'))).toEqual(apply(armRules, armFacts(arm, result, 'en')));
  });
});

describe('sentences', () => {
  it('give a difference the direction of its words', () => {
    expect(readResult(compareFixture(), 'en').pairs[0]).toBe(
      'Pre-Norm is better than Post-Norm by 1.104 nats per token (95% interval 0.412 to 1.796).',
    );
    const given = compareFixture();
    const turned = given.pairs.map((pair) => ({
      ...pair,
      a: pair.b,
      b: pair.a,
      difference: -(pair.difference ?? 0),
      low: -(pair.high ?? 0),
      high: -(pair.low ?? 0),
      verdict: 'better' as const,
    }));
    expect(readResult({ ...given, pairs: turned }, 'en').pairs[0]).toBe(readResult(given, 'en').pairs[0]);
  });

  it('call an open difference no more than possibly noise: its own interval may lie beside zero where Holm leaves it open', () => {
    const given = compareFixture();
    const open = given.pairs.map((pair) => ({
      ...pair,
      difference: 0.05,
      low: 0.01,
      high: 0.09,
      moreSeeds: null,
      verdict: 'no difference shown' as const,
    }));
    expect(readResult({ ...given, pairs: open.slice(0, 1) }, 'en').pairs).toEqual([
      'Post-Norm and Pre-Norm: no difference shown; 0.050 nats may be seed noise (95% interval +0.010 to +0.090).',
    ]);
  });

  it('name layers from 1', () => {
    const [post] = readResult(compareFixture(), 'en').arms;
    expect(post?.sentences.join(' ')).toMatch(/6\.7\d times larger in layer 6 than in layer 1/);
  });
});
