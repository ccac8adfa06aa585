import { describe, expect, it } from 'vitest';
import { renderCompareReport } from '../../../src/report/compare.ts';
import { outcome } from '../../../src/report/data/verdict.ts';
import type { ArmResult, RunRecord, StudyResult, Verdict } from '../../../src/study/types.ts';
import { compareFixture } from './fixture.ts';

const crosses = (page: string): number => page.split('data-mark="diverged"').length - 1;
const alarm = 'Some means leave runs out';

function eachJudge(given: StudyResult, id: string, change: (run: RunRecord) => RunRecord): StudyResult {
  const runs = (arm: ArmResult) => arm.runs.map((run) => (run.stage === 'judge' ? change(run) : run));
  return { ...given, arms: given.arms.map((arm) => (arm.id === id ? { ...arm, runs: runs(arm) } : arm)) };
}

describe('means that leave runs out', () => {
  it('are announced with how many and why', () => {
    const page = renderCompareReport(compareFixture(), 'en');
    expect(page).toContain(alarm);
    expect(page).toContain(
      'Post-Norm: the mean loss rests on 3 of 5 judging runs; left out: 2 diverged (loss is NaN at step 146; loss is NaN at step 230).',
    );
    expect(page).toContain('leaves out 2 of 5 runs');
    expect(page).not.toContain('Pre-Norm: the mean loss rests on');
  });

  it.each([
    ['failed', '5 failed (disk full)'],
    ['interrupted', '5 interrupted (disk full)'],
  ] as const)('count runs that %s', (status, words) => {
    const given = eachJudge(compareFixture(), 'pre', (run) => ({ ...run, status, reason: 'disk full', evalLoss: null }));
    expect(renderCompareReport(given, 'en')).toContain(`none of its 5 judging runs finished, so it has no mean loss; left out: ${words}`);
  });

  it('count runs that never started', () => {
    const given = compareFixture();
    const arms = given.arms.map((arm) => (arm.id === 'pre' ? { ...arm, runs: arm.runs.filter(({ seed }) => seed !== 5) } : arm));
    expect(renderCompareReport({ ...given, arms }, 'en')).toContain('rests on 4 of 5 judging runs; left out: 1 never run');
  });

  it('raise no alarm when every run finished', () => {
    const given = compareFixture();
    expect(
      renderCompareReport({ ...given, arms: given.arms.filter(({ id }) => id !== 'post'), pairs: given.pairs.slice(2) }, 'en'),
    ).not.toContain(alarm);
  });
});

describe('an interrupted comparison', () => {
  it('says so before its verdict', () => {
    const page = renderCompareReport({ ...compareFixture(), interrupted: true }, 'en');
    expect(page.indexOf('Stopped early.')).toBeGreaterThan(0);
    expect(page.indexOf('Stopped early.')).toBeLessThan(page.indexOf('class="lead"'));
    expect(renderCompareReport(compareFixture(), 'en')).not.toContain('Stopped early.');
  });
});

describe('values that are no numbers', () => {
  const calm = compareFixture();
  const healthy: StudyResult = {
    ...calm,
    arms: calm.arms
      .filter(({ id }) => id === 'sandwich')
      .map((arm) => ({ ...arm, runs: arm.runs.filter(({ stage }) => stage === 'judge') })),
    pairs: [],
  };

  it('have a mark for each width of each figure', () => {
    expect(crosses(renderCompareReport(healthy, 'en'))).toBe(0);
    const spoilt = eachJudge(healthy, 'sandwich', (run) => {
      const values = run.trainLoss.values.map((value, at) => (run.seed === 2 && at === 250 ? Number.NaN : value));
      return { ...run, trainLoss: { ...run.trainLoss, values } };
    });
    const page = renderCompareReport(spoilt, 'en');
    // The whole training, and its last third.
    expect(crosses(page)).toBe(4);
    expect(page).toContain('>step 500<');
  });

  it('are marked inside the network as well', () => {
    const spoilt = eachJudge(healthy, 'sandwich', (run) => ({
      ...run,
      snapshots: run.snapshots.map((one) => ({
        ...one,
        series: { ...one.series, 'gradient-norm/layer': [1, 2, Number.POSITIVE_INFINITY, 1, 1, 1] },
      })),
    }));
    const page = renderCompareReport(spoilt, 'en');
    expect(crosses(page)).toBe(3);
    expect(page).toContain('✕ marks a value that is not a number.');
  });
});

describe('thin evidence', () => {
  const given = compareFixture();
  const none = { mean: null, low: null, high: null, n: 0, leftOut: 5 };
  const empty = given.arms.map((arm) => ({
    ...arm,
    runs: [],
    lr: null,
    warmup: null,
    evalLoss: none,
    survival: { rate: null, low: null, high: null },
    survivalCurve: [],
    interquartile: null,
    noise: null,
    meanRank: null,
    sweeps: [],
    warmups: [],
  }));
  const unmeasured = given.pairs.map(({ a, b }) => ({
    a,
    b,
    difference: null,
    low: null,
    high: null,
    bootstrapLow: null,
    bootstrapHigh: null,
    pValue: null,
    test: null,
    verdict: 'no difference shown' as const,
    n: 0,
    leftOut: 5,
    diverged: 0,
    moreSeeds: null,
    moreSeconds: null,
    detectable: null,
    underNoise: false,
  }));

  it('still makes a page, with a verdict that claims nothing', () => {
    const page = renderCompareReport({ ...given, arms: empty, pairs: unmeasured, interrupted: true }, 'en');
    for (const words of [
      'No verdict',
      'No selection runs are recorded',
      'No curves are recorded',
      'No measurements inside',
      'not measured',
    ]) {
      expect(page).toContain(words);
    }
    expect(page).not.toMatch(/NaN|Infinity/);
  });

  it('makes a page of one arm and of none', () => {
    expect(renderCompareReport({ ...given, arms: given.arms.slice(0, 1), pairs: [] }, 'en')).toContain('nothing to compare');
    expect(renderCompareReport({ ...given, arms: [], pairs: [] }, 'zh')).toContain('没有可比较的对象');
  });
});

describe('the verdict', () => {
  const arms = compareFixture().arms;
  const [base] = compareFixture().pairs;
  const judge = (ab: Verdict, ac: Verdict, bc: Verdict) => {
    if (!base) throw new Error('the fixture has no pair');
    const pairs = [
      { ...base, a: 'post', b: 'pre', verdict: ab },
      { ...base, a: 'post', b: 'sandwich', verdict: ac },
      { ...base, a: 'pre', b: 'sandwich', verdict: bc },
    ];
    return outcome({ arms, pairs });
  };
  const no = 'no difference shown';

  it('names one arm only if it beats all others', () => {
    expect(judge('better', 'better', no)).toMatchObject({ kind: 'best', arm: 'post' });
    expect(judge('worse', 'worse', 'better')).toMatchObject({ kind: 'best', arm: 'pre' });
  });

  it('does not call the winner of one pair the best', () => {
    expect(judge('better', no, no)).toMatchObject({ kind: 'group', leaders: ['post', 'sandwich'], beaten: ['pre'] });
  });

  it('says who leads and who is level with the leader', () => {
    expect(judge('better', no, 'worse')).toMatchObject({ kind: 'tied', leaders: ['post', 'sandwich'], beaten: ['pre'] });
    expect(judge(no, 'better', 'better')).toMatchObject({ kind: 'tied', leaders: ['post', 'pre'] });
    expect(judge('better', no, 'better')).toMatchObject({ kind: 'leads', arm: 'post', others: ['pre'], level: ['sandwich'] });
  });

  it('claims nothing where nothing is shown', () => {
    expect(judge(no, no, no)).toEqual({ kind: 'none' });
  });
});
