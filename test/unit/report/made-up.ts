/** Made-up studies that go through the real plan and the real result: varied arms, stability maps, thousands of runs. */
import type { Language } from '../../../src/core/message/index.ts';
import { readArm, varyArm } from '../../../src/study/arm.ts';
import { choose } from '../../../src/study/choose.ts';
import { judgingPlans, type Planned, type StudyPlan, selectionPlans } from '../../../src/study/plan.ts';
import { studyResult } from '../../../src/study/result.ts';
import { type Axes, combinations, type Setting, settingsOf } from '../../../src/study/setting.ts';
import type { ProtocolChoice, RunRecord, StudyResult } from '../../../src/study/types.ts';
import { tasks } from '../../../src/task/index.ts';
import { record } from '../../helper/study.ts';

export interface MadeUp {
  readonly arms: readonly string[];
  readonly vary?: Readonly<Record<string, readonly unknown[]>>;
  readonly axes: Axes;
  readonly selectSeeds?: number;
  readonly judgeSeeds?: number;
  readonly protocol?: ProtocolChoice;
  /** Further settings of an arm, such as a map's refined learning rates. */
  readonly more?: (arm: string) => readonly Setting[];
  readonly language?: Language;
  /** How a run ends. */
  readonly end: (planned: Planned, arm: StudyPlan['own'][string]) => Partial<RunRecord>;
}

const seeds = (count: number, from: number): number[] => Array.from({ length: count }, (_, i) => from + i);

function planOf({ arms, vary = {}, axes, selectSeeds = 1, judgeSeeds = 5, protocol = { id: 'grid' } }: MadeUp): StudyPlan {
  const own = arms.flatMap((id) => combinations(vary).map((varied) => varyArm(readArm(id), varied)));
  return {
    arms: own.map(({ id }) => id),
    own: Object.fromEntries(own.map((arm) => [arm.id, arm])),
    base: {
      model: { placement: 'pre', nLayers: 2, nHeads: 1, dModel: 8, seqLen: 4 },
      task: { id: 'copy', symbols: 3 },
      batchSize: 2,
      steps: 100,
      engine: 'reference',
    },
    grid: { ...axes, selectSeeds: seeds(selectSeeds, 1), judgeSeeds: protocol.id === 'map' ? [] : seeds(judgeSeeds, 101) },
    protocol,
  };
}

export function madeUp(given: MadeUp): StudyResult {
  const plan = planOf(given);
  const run = (planned: Planned): RunRecord =>
    record({
      ...planned,
      id: [planned.stage, planned.arm, planned.seed, planned.lr, planned.warmup].join('-'),
      steps: 100,
      seconds: 6,
      ...given.end(planned, plan.own[planned.arm] as StudyPlan['own'][string]),
    });
  const settings = (arm: string) => [...settingsOf(plan.grid), ...(given.more?.(arm) ?? [])];
  const selected = selectionPlans(plan, settings).map(run);
  const choices = plan.protocol?.id === 'map' ? new Map<string, Setting>() : choose(plan.arms, selected);
  const runs = [...selected, ...judgingPlans(plan, choices).map(run)];
  return studyResult(
    plan,
    { runs, choices, engine: undefined, parameterCounts: new Map(), interrupted: false },
    {
      task: tasks.get('copy').create({ id: 'copy', symbols: 3 }, 4, undefined),
      taskTitle: 'copying',
      taskNotes: [],
      language: given.language ?? 'en',
      command: 'normlab study',
      version: '0.0.0',
      seconds: 1,
      jobs: 2,
      date: '2026-11-24',
    },
  );
}

export const lost = (steps: number): Partial<RunRecord> => ({
  status: 'diverged',
  evalLoss: null,
  startLoss: 3,
  steps,
  reason: 'loss is NaN',
});

/** Repeatable noise in (-1, 1). */
export function wobble(...of: readonly (number | string)[]): number {
  const wave = Math.sin([...of.join('/')].reduce((sum, sign, at) => sum + sign.charCodeAt(0) * (at + 1.7), 311.7)) * 43758.5453;
  return 2 * (wave - Math.floor(wave)) - 1;
}

/** Post and Pre at three depths; Post bears less, the deeper the less. */
export const depthMap = (language: Language = 'en'): StudyResult =>
  madeUp({
    arms: ['post', 'pre'],
    vary: { 'model.nLayers': [2, 4, 8, 16] },
    axes: { lr: [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2], warmup: [0, 20] },
    selectSeeds: 3,
    protocol: { id: 'map', refine: 1 },
    language,
    more: (arm) => (arm.startsWith('post') ? [{ lr: 1.73e-3, warmup: 0, fields: {} }] : []),
    end: ({ lr, seed, warmup }, { base = '', varied = {} }) => {
      const depth = varied['model.nLayers'] as number;
      const limit = (base === 'post' ? 0.016 / depth : 0.06) * (warmup > 0 ? 3 : 1) * (1 + 0.5 * wobble(base, depth, seed));
      return lr > limit
        ? lost(5 + Math.round(60 * (limit / lr)))
        : { evalLoss: 2 + 0.3 * Math.log10(lr / 3e-3) ** 2 - 0.03 * depth + 0.01 * wobble(lr, seed) };
    },
  });

/** Post and Pre judged at three depths. */
export const depthStudy = (language: Language = 'en'): StudyResult =>
  madeUp({
    arms: ['post', 'pre', 'sandwich'],
    vary: { 'model.nLayers': [2, 4, 8] },
    axes: { lr: [1e-3, 3e-3, 1e-2], warmup: [0, 20] },
    language,
    end: ({ lr, seed, stage, warmup }, { base = '', varied = {} }) => {
      const depth = varied['model.nLayers'] as number;
      if (base === 'post' && stage === 'judge' && depth === 8 && seed < 103) return lost(40 + seed - 100);
      if (base === 'post' && lr >= 1e-2 && warmup === 0) return lost(7);
      const level = { post: 2.2 + 0.05 * depth, pre: 2.1 - 0.02 * depth }[base] ?? 2.1 - 0.021 * depth;
      return { evalLoss: level + 0.2 * Math.log10(lr / 3e-3) ** 2 + 0.02 * wobble(base, depth, seed, lr) + 0.02 * wobble(seed) };
    },
  });
