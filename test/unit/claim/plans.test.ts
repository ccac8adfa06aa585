/** Every study that a claim asks for is one that can be planned. */
import { describe, expect, it } from 'vitest';
import { claims } from '../../../src/claim/index.ts';
import type { Need } from '../../../src/claim/need/types.ts';
import { studyPlan } from '../../../src/study/options.ts';
import { signalPlan } from '../../../src/study/signal-options.ts';
import { foreseen } from '../../../src/study/study.ts';

const engine = { id: 'reference', threads: 1 };

const models = (need: Need): number => {
  if (need.kind === 'signal') return signalPlan(need, engine).arms.length * need.depths.length * need.seeds;
  const { engine: _engine, ...options } = need.kind === 'study' ? need.options : need.study.options;
  return foreseen(studyPlan(options, engine)).runs;
};

describe.each(claims.members)('$id', ({ needs, rule }) => {
  it('asks for what can be planned', () => {
    for (const need of Object.values(needs)) expect(models(need)).toBeGreaterThan(0);
  });

  it('says its rule in both languages', () => {
    expect(rule.words.en).not.toBe(rule.words.zh);
    expect(rule.words.zh).toMatch(/[一-鿿]/);
  });
});
