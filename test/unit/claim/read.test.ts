/** From studies to verdicts: whole studies with made-up runs, read by the claims that ask for them. */
import { describe, expect, it } from 'vitest';
import { claims } from '../../../src/claim/index.ts';
import type { ProbeNeed, SignalCell, StudyNeed } from '../../../src/claim/need/types.ts';
import { earlyRise } from '../../../src/claim/read/run.ts';
import type { Run } from '../../../src/spec/run.ts';
import type { RunRecord } from '../../../src/study/types.ts';
import { type MadeUpRun, madeUpStudy } from '../../helper/made-up-study.ts';

type Outcome = (run: Run) => MadeUpRun;

/** The verdict on studies in which every run ends as told. */
async function verdict(id: string, outcome: Outcome): Promise<string> {
  const { needs, read, rule } = claims.get(id);
  const results: Record<string, unknown> = {};
  for (const [name, need] of Object.entries(needs)) results[name] = await madeUpStudy((need as StudyNeed).options, outcome);
  return rule.decide(read(results)).verdict;
}

const jitter = ({ seed }: Run): number => 1 + seed / 1e5;
const byPlacement =
  (losses: Readonly<Record<string, number | null>>): Outcome =>
  (run) => {
    const loss = losses[run.model.placement.id] ?? null;
    return { evalLoss: loss === null ? null : loss * jitter(run) };
  };

describe('claims on final losses', () => {
  it.each([
    ['pre-ends-worse', { post: 2, pre: 2.5, sandwich: 3, deepnorm: 3, lns: 3 }, 'supported'],
    ['pre-ends-worse', { post: 2.5, pre: 2, sandwich: 3, deepnorm: 3, lns: 3 }, 'contradicted'],
    ['pre-ends-worse', { post: 2, pre: null, sandwich: 3, deepnorm: 3, lns: 3 }, 'supported'],
    ['pre-ends-worse', { post: null, pre: null, sandwich: 3, deepnorm: 3, lns: 3 }, 'not shown at this scale'],
    ['lns-beats-pre', { post: 2, pre: 2.5, sandwich: 3, deepnorm: 3, lns: 2.4 }, 'supported'],
    ['sandwich-learns-better', { post: 2, pre: 2.5, sandwich: 2.2, deepnorm: 3, lns: 2.4 }, 'contradicted'],
    ['post-ends-better', { post: 1, pre: 2, sandwich: 2 }, 'supported'],
    ['no-norm-fails', { none: null, post: 2, deepnorm: 1, admin: 1, 't-fixup': 1, pre: 0.1 }, 'supported'],
    ['no-norm-fails', { none: 0.1, post: 2, deepnorm: 1, admin: 1, 't-fixup': 1, pre: 0.1 }, 'contradicted'],
    ['initialisation-mends-post', { none: 1, post: 2, deepnorm: 1, admin: 1, 't-fixup': 1, pre: 0.1 }, 'supported'],
  ] as const)('%s on %j: %s', async (id, losses, expected) => {
    expect(await verdict(id, byPlacement(losses))).toBe(expected);
  });

  it('tells arms of one placement apart by their initialisation', async () => {
    const wrong: Outcome = (run) => ({
      evalLoss: run.model.placement.id === 'deepnorm' && run.model.init.id === 'xavier' ? 2 : jitter(run),
    });
    expect(await verdict('deepnorm-wrong-sign-fails', wrong)).toBe('supported');
  });

  it('tells shares of Mix-LN apart', async () => {
    const best: Outcome = (run) => ({ evalLoss: (run.model.placement as { share?: number }).share === 0.25 ? 1 : 2 * jitter(run) });
    expect(await verdict('mix-ln-u-curve', best)).toBe('supported');
  });

  it('tells normalizers apart', async () => {
    const batchIsWorse: Outcome = (run) => ({ evalLoss: run.model.normalizer.id === 'batch' ? 3 : 2 * jitter(run) });
    expect(await verdict('batch-worse-on-text', batchIsWorse)).toBe('supported');
    // Runs that learned nothing say nothing: images are guessed at ln 4.
    const worseOnImages: Outcome = (run) => ({ evalLoss: run.model.normalizer.id === 'batch' ? 1 : 0.5 * jitter(run) });
    expect(await verdict('batch-fine-on-images', worseOnImages)).toBe('contradicted');
    expect(await verdict('batch-fine-on-images', batchIsWorse)).toBe('not shown at this scale');
    expect(await verdict('rms-equals-layer', batchIsWorse)).toBe('supported');
  });

  it('compares arms over six tasks', async () => {
    expect(await verdict('one-best-placement', byPlacement({ post: 2, pre: 1, sandwich: 3 }))).toBe('supported');
    const byTask: Outcome = (run) => ({
      evalLoss: (run.model.placement.id === 'post') === (run.task.id === 'images') ? 1 : 2 * jitter(run),
    });
    expect(await verdict('one-best-placement', byTask)).toBe('contradicted');
  });
});

describe('claims on variants of one placement', () => {
  const placementOf = ({ model }: Run) => model.placement as { id: string; scaleAt?: string; base?: string };

  it('tell places of a factor apart', async () => {
    const best: Outcome = (run) => ({
      evalLoss: (placementOf(run).id === 'lns' && placementOf(run).scaleAt === 'after-norm' ? 1 : 2) * jitter(run),
    });
    expect(await verdict('lns-place-best', best)).toBe('supported');
    const sum: Outcome = (run) => ({ evalLoss: (placementOf(run).scaleAt === 'after-residual' ? 2 : 1) * jitter(run) });
    expect(await verdict('lns-after-residual-fails', sum)).toBe('supported');
    expect(await verdict('lns-before-norm-nothing', sum)).toBe('supported');
  });

  it('tell initialisations apart', async () => {
    const scaledIsLevel: Outcome = (run) => ({
      evalLoss: (placementOf(run).id === 'lns' && run.model.init.id === 'normal' ? 1 : 2) * jitter(run),
    });
    expect(await verdict('lns-scaled-init', scaledIsLevel)).toBe('supported');
    const only =
      (init: string): Outcome =>
      (run) => ({ evalLoss: (run.model.init.id === init ? 1 : 2) * jitter(run) });
    expect(await verdict('start-ds-init', only('ds-init'))).toBe('supported');
    expect(await verdict('start-small-init', only('ds-init'))).toBe('contradicted');
    const large: Outcome = (run) => ({ evalLoss: (run.model.init.embeddingStd === 0.632 ? 1 : 2) * jitter(run) });
    expect(await verdict('embedding-std-moves-pre', large)).toBe('supported');
    expect(await verdict('embedding-std-moves-pre', only('none'))).toBe('contradicted');
  });

  it('tell what ramps up apart', async () => {
    const helps: Outcome = (run) => ({ evalLoss: (placementOf(run).base === 'post' ? 1 : 2) * jitter(run) });
    expect(await verdict('prores-helps-post', helps)).toBe('supported');
    expect(await verdict('prores-helps-pre', helps)).not.toBe('supported');
  });

  it('tell norms of Sandwich apart', async () => {
    const seen: Outcome = (run) => ({
      evalLoss: (JSON.stringify(run.model.placement).includes('gain') ? 1 : run.model.normalizer.id === 'cogview' ? 3 : 2) * jitter(run),
    });
    expect(await verdict('sandwich-small-gain', seen)).toBe('supported');
    expect(await verdict('cogview-norm-same', seen)).toBe('contradicted');
    expect(await verdict('pre-embedding-norm-worse', (run) => ({ evalLoss: (run.model.embeddingNorm ? 2 : 1) * jitter(run) }))).toBe(
      'supported',
    );
  });
});

it('reads what depth gains at equal cost', async () => {
  const depthHelpsPost: Outcome = (run) => ({
    evalLoss: (run.model.placement.id === 'post' ? 3 - run.model.nLayers / 10 : 2 + run.model.nLayers / 10) * jitter(run),
  });
  for (const equality of ['parameters', 'compute']) {
    expect(await verdict(`pre-width-equal-${equality}`, depthHelpsPost)).toBe('supported');
    expect(await verdict(`post-depth-equal-${equality}`, depthHelpsPost)).toBe('supported');
  }
});

describe('claims on warm-up', () => {
  const needsIt =
    (id: string): Outcome =>
    (run) => ({
      evalLoss: run.model.placement.id === id && run.schedule.warmupSteps === 0 ? 2 * jitter(run) : 0.1 * jitter(run),
    });

  it('read the runs with and without one', async () => {
    expect(await verdict('post-needs-warmup', needsIt('post'))).toBe('supported');
    expect(await verdict('post-needs-warmup', needsIt('pre'))).toBe('contradicted');
    expect(await verdict('pre-without-warmup', needsIt('pre'))).toBe('contradicted');
    expect(await verdict('residual-without-warmup', needsIt('post'))).toBe('supported');
    expect(await verdict('xiong-warmup-table', needsIt('post'))).toBe('supported');
    expect(await verdict('xiong-warmup-table', needsIt('pre'))).toBe('contradicted');
    expect(await verdict('scalenorm-without-warmup', needsIt('post'))).toBe('supported');
    expect(await verdict('scalenorm-without-warmup', needsIt('pre'))).toBe('contradicted');
  });

  it('read how far the loss rises early', async () => {
    const rises: Outcome = (run) => ({
      evalLoss: 1,
      trainLoss: (step) => (run.model.placement.id === 'post' && step === 5 ? 5 * jitter(run) : 3),
    });
    const late: Outcome = (run) => ({ evalLoss: 1, trainLoss: (step) => (run.model.placement.id === 'post' && step === 50 ? 5 : 3) });
    expect(await verdict('post-unstable-early', rises)).toBe('supported');
    expect(await verdict('post-unstable-early', late)).toBe('not shown at this scale');
  });
});

it('calls no run calm that has no step', () => {
  const run = (values: readonly number[]) => ({ trainLoss: { values } }) as unknown as RunRecord;
  expect(earlyRise(run([]), 10)).toBeNaN();
  expect(earlyRise(run([3, 2]), 10)).toBe(0);
  expect(earlyRise(run([3, Number.NaN]), 10)).toBe(3);
  expect(earlyRise(run([3, 2, 9]), 10)).toBe(0);
});

describe('claims on what was measured', () => {
  const rising: Outcome = (run) => {
    const post = run.model.placement.id === 'post';
    const sublayers = Array.from({ length: 2 * run.model.nLayers }, (_, i) => i + 1);
    const power = run.model.placement.id === 'sandwich' ? 0.5 : 1;
    return {
      evalLoss: 2 * jitter(run),
      series: {
        'embedding-share': [post ? 0.1 * jitter(run) : 0.5],
        'stream-rms/sum': sublayers.map((i) => i ** power * jitter(run)),
        'max-abs': sublayers.map((i) => (power === 0.5 ? i : 10 * i) * jitter(run)),
      },
    };
  };

  it.each(['post-dilutes-after-training', 'sandwich-bounds-activations', 'peri-linear-variance'])('%s', async (id) => {
    expect(await verdict(id, rising)).toBe('supported');
  });

  it('says nothing of runs that diverged before their end', async () => {
    const lost: Outcome = (run) => ({ ...rising(run), evalLoss: run.model.placement.id === 'sandwich' ? null : 2 });
    expect(await verdict('sandwich-bounds-activations', lost)).toBe('not shown at this scale');
  });
});

it('reads where a ramp breaks', async () => {
  const order = ['post', 'deepnorm', 'hybrid', 'mix-ln', 'pre', 'sandwich', 'keel'];
  const breaks: Outcome = (run) => {
    const at = 20 + 15 * order.indexOf(run.model.placement.id);
    return { evalLoss: 3, trainLoss: (step) => (step < at ? 3 - step / 100 : 20) };
  };
  expect(await verdict('keel-lr-ordering', breaks)).toBe('supported');
  expect(await verdict('sandwich-can-collapse', breaks)).toBe('contradicted');
});

it('reads signals by seed', () => {
  const cell = (arm: string, depth: number, k: number): SignalCell => ({
    arm,
    depth,
    parameterCount: 1,
    seeds: [1, 1.001].map((seed) => ({
      lastFfnGradNorm: seed * depth ** k,
      gradNormByLayer: [seed, 2 * depth],
      streamEnergy: [1, 1 + seed * depth],
      embeddingShare: [0.9, 0.5, 0.3, 0.0625 * seed],
    })),
  });
  const start = [6, 12].flatMap((depth) => [cell('post', depth, 0), cell('pre', depth, -0.5)]);
  const of = (id: string) => claims.get(id).rule.decide(claims.get(id).read({ start }));
  expect(of('xiong-theorem-1')).toMatchObject({ verdict: 'supported', effect: { n: 2 } });
  expect(of('xiong-lemma-2').verdict).toBe('supported');
  expect(of('post-gradient-vanishes').effect.mean).toBeCloseTo(-1);
  expect(of('post-dilutes-identity').effect.mean).toBeCloseTo(-0.5, 2);
});

it('reads probes by arm, size and seed', () => {
  const { needs, read, rule } = claims.get('pre-depth-for-width');
  expect((needs.asked as ProbeNeed).probes).toContain('block-merge');
  const asked = [4, 8, 16].flatMap((at) =>
    [2, 3, 4].flatMap((seed) =>
      ['pre', 'post'].map((arm) => ({ arm, at, seed, series: { 'block-merge/change': [arm === 'pre' ? 0.1 : 1 + seed / 100] } })),
    ),
  );
  expect(rule.decide(read({ asked })).verdict).toBe('supported');
});
