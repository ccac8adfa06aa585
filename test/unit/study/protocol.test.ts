/** How settings are chosen before arms are judged: what every protocol owes, and what each one does. */
import { describe, expect, it } from 'vitest';
import { protocols } from '../../../src/study/protocol/index.ts';
import { boundary } from '../../../src/study/protocol/map.ts';
import { rungs } from '../../../src/study/protocol/successive-halving.ts';
import { settingsOf } from '../../../src/study/setting.ts';
import { foreseen, runStudy } from '../../../src/study/study.ts';
import type { RunRecord } from '../../../src/study/types.ts';
import { diverged, record, scripted, smallPlan } from '../../helper/study.ts';

const rates = [0.001, 0.003, 0.01, 0.03, 0.1];
const plan = (id: string, options: object = {}) => ({
  ...smallPlan({ steps: 40 }, { lr: rates, warmup: [0, 4], ...(!protocols.get(id).judges && { judgeSeeds: [] }) }),
  protocol: { id, ...options },
});

/** Better the nearer to 0.01; from 0.1 on it diverges. */
const ending = ({ optimizer: { lr } }: { optimizer: { lr: number } }) =>
  lr >= 0.1 ? ('diverged' as const) : 1 + Math.abs(Math.log10(lr / 0.01));

describe.each(protocols.ids)('%s', (id) => {
  it('foresees what it runs, but for what it adds at a boundary', async () => {
    const given = plan(id, id === 'map' ? { refine: 0 } : {});
    const executor = scripted(ending);
    await runStudy(given, executor);
    const { runs, steps } = foreseen(given);
    expect(executor.ran).toHaveLength(runs);
    expect(executor.ran.reduce((total, run) => total + run.steps, 0)).toBe(steps);
  });

  it('gives every arm the same settings and seeds', async () => {
    const executor = scripted(ending);
    await runStudy(plan(id), executor);
    const tried = (arm: string) =>
      executor.ran
        .filter(({ model }) => model.placement.id === arm)
        .map(({ optimizer, schedule, seed, steps }) => `${optimizer.lr}/${schedule.warmupSteps}/${seed}/${steps}`);
    expect(tried('post').sort()).toEqual(tried('pre').sort());
  });

  it('never judges a setting that diverged when others did not', async () => {
    const { choices } = await runStudy(plan(id), scripted(ending));
    expect([...choices.values()].map(({ lr }) => lr)).toEqual(protocols.get(id).judges ? [0.01, 0.01] : []);
  });

  it('says so when it is stopped, and judges nothing', async () => {
    const stop = new AbortController();
    const inner = scripted(ending);
    const stopping = {
      ...inner,
      execute: async (...[jobs, listener]: Parameters<typeof inner.execute>) => {
        await inner.execute(jobs, listener);
        stop.abort();
      },
    };
    const outcome = await runStudy(plan(id), stopping, {}, stop.signal);
    expect(outcome.interrupted).toBe(true);
    expect(outcome.runs.filter(({ stage }) => stage === 'judge')).toEqual([]);
  });
});

describe('successive halving', () => {
  it.each([
    [
      9,
      90,
      3,
      1,
      [
        [9, 30],
        [3, 90],
      ],
    ],
    [
      10,
      270,
      3,
      1,
      [
        [10, 30],
        [4, 90],
        [2, 270],
      ],
    ],
    [
      8,
      80,
      2,
      1,
      [
        [8, 20],
        [4, 40],
        [2, 80],
      ],
    ],
    [
      8,
      80,
      2,
      40,
      [
        [8, 40],
        [4, 40],
        [2, 80],
      ],
    ],
    [2, 10, 3, 20, [[2, 10]]],
    [1, 10, 3, 2, []],
  ] as const)('%d settings for %d steps, one in %d, at least %d', (settings, steps, eta, minSteps, expected) => {
    expect(rungs(settings, steps, { eta, minSteps }).map((rung) => [rung.settings, rung.steps])).toEqual(expected);
  });

  it('warms up in proportion, and judges with the whole warm-up', async () => {
    const executor = scripted(({ optimizer: { lr }, schedule }) => lr * 10 + (schedule.warmupSteps === 0 ? 1 : 0));
    const { choices } = await runStudy(plan('successive-halving', { eta: 2, minSteps: 2 }), executor);
    const warmups = (steps: number) => [
      ...new Set(executor.ran.filter((run) => run.steps === steps).map(({ schedule }) => schedule.warmupSteps)),
    ];
    expect(warmups(5).sort()).toEqual([0, 1]);
    expect([...choices.values()]).toEqual([
      { lr: 0.001, warmup: 4, fields: {} },
      { lr: 0.001, warmup: 4, fields: {} },
    ]);
    expect(executor.ran.filter(({ seed }) => seed > 1).map(({ schedule, steps }) => [schedule.warmupSteps, steps])).toEqual(
      Array(4).fill([4, 40]),
    );
  });

  it('runs fewer steps than the whole grid', () => {
    expect(foreseen(plan('successive-halving')).steps).toBeLessThan(foreseen(plan('grid')).steps);
  });
});

describe('the map', () => {
  const at = (lr: number, status: 'finished' | 'diverged', seed = 1): RunRecord =>
    status === 'finished' ? record({ lr, seed, stage: 'select' }) : diverged({ lr, seed, stage: 'select' });

  it('looks between the learning rates where survival turns', () => {
    expect(boundary([at(0.01, 'finished'), at(0.04, 'diverged')])).toEqual([{ lr: 0.02, warmup: 0, fields: {} }]);
    expect(boundary([at(0.01, 'finished'), at(0.04, 'finished')])).toEqual([]);
    expect(boundary([at(0.01, 'finished'), at(0.01, 'diverged', 2), at(0.04, 'diverged'), at(0.04, 'diverged', 2)])).toHaveLength(1);
  });

  it('knows warm-ups and further fields apart', () => {
    const runs = [at(0.01, 'finished'), { ...at(0.04, 'diverged'), warmup: 5 }];
    expect(boundary(runs)).toEqual([]);
  });

  it('comes nearer to the boundary with each round', async () => {
    const executor = scripted(({ optimizer: { lr } }) => (lr > 0.05 ? 'diverged' : 1));
    const { runs } = await runStudy(plan('map', { refine: 4 }), executor);
    const survived = runs.filter(({ status }) => status === 'finished').map(({ lr }) => lr);
    const broke = runs.filter(({ status }) => status === 'diverged').map(({ lr }) => lr);
    expect(Math.min(...broke) / Math.max(...survived)).toBeLessThan((0.1 / 0.03) ** (1 / 12));
    expect(settingsOf(plan('map').grid)).toHaveLength(10);
  });
});
