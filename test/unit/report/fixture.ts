/** A made-up comparison that looks like a real one: three arms, depth 6, one arm that loses two of five judging seeds. */
import { type DiagramData, sublayerDiagram } from '../../../src/chart/diagram.ts';
import { rankGroups } from '../../../src/study/ranks.ts';
import { interquartile, rateSweeps, survivalCurve, warmupReadings } from '../../../src/study/robustness.ts';
import type { ArmResult, Curve, PairResult, RunRecord, Snapshot, StudyResult } from '../../../src/study/types.ts';
import { armNoise, studyNoise } from '../../../src/study/verdict.ts';

const layers = 6;
const steps = 600;
const uniform = Math.log(65);

/** A repeatable stand-in for noise. */
export function noise(seed: number): number {
  const wave = Math.sin(seed * 127.1 + 311.7) * 43758.5453;
  return 2 * (wave - Math.floor(wave)) - 1;
}

interface Nature {
  readonly id: string;
  readonly title: string;
  readonly equation: string;
  readonly final: number;
  readonly speed: number;
  readonly gradient: (layer: number, progress: number) => number;
  readonly rmsIn: (place: number, progress: number) => number;
  readonly rmsSum: (place: number, progress: number) => number;
  readonly rmsOut: (place: number, progress: number) => number;
  readonly identity: (place: number, progress: number) => number;
}

const natures: readonly Nature[] = [
  {
    id: 'post',
    title: 'Post-Norm',
    equation: 'x ← LN(x + F(x))',
    final: 1.62,
    speed: 90,
    gradient: (layer, progress) => 0.05 * 2 ** ((layer - 1) * (0.55 - 0.3 * progress)),
    rmsIn: () => 1,
    rmsSum: (place, progress) => 1.41 + 0.3 * progress + 0.02 * place,
    rmsOut: (place) => 1 + 0.004 * noise(place),
    identity: (place, progress) => 0.5 + 0.02 * noise(place) - 0.1 * progress,
  },
  {
    id: 'pre',
    title: 'Pre-Norm',
    equation: 'x ← x + F(LN(x))',
    final: 1.55,
    speed: 75,
    gradient: (layer, progress) => 0.31 / layer ** (0.4 - 0.1 * progress),
    rmsIn: (place, progress) => Math.sqrt(1 + (place - 1) * (0.22 + 1.9 * progress)),
    rmsSum: (place, progress) => Math.sqrt(1 + place * (0.22 + 1.9 * progress)),
    rmsOut: (place, progress) => Math.sqrt(1 + place * (0.22 + 1.9 * progress)),
    identity: (place, progress) => 1 - 1 / (place + 1.6 - 0.4 * progress),
  },
  {
    id: 'sandwich',
    title: 'Sandwich-Norm',
    equation: 'x ← x + LN(F(LN(x)))',
    final: 1.548,
    speed: 78,
    gradient: (layer, progress) => 0.2 / layer ** (0.2 + 0.05 * progress),
    rmsIn: (place, progress) => Math.sqrt(1 + (place - 1) * (1 + 0.3 * progress)),
    rmsSum: (place, progress) => Math.sqrt(1 + place * (1 + 0.3 * progress)),
    rmsOut: (place, progress) => Math.sqrt(1 + place * (1 + 0.3 * progress)),
    identity: (place) => 1 - 1 / (place + 1),
  },
];

const norm = { kind: 'norm', label: 'LN' } as const;
const branch = { kind: 'branch', label: 'F' } as const;
const bare: DiagramData = { entry: [], branch: [branch], identity: [], exit: [] };
const drawings: Readonly<Record<string, Pick<DiagramData, 'entry' | 'branch' | 'exit'>>> = {
  post: { entry: [], branch: [branch], exit: [norm] },
  pre: { entry: [], branch: [norm, branch], exit: [] },
  sandwich: { entry: [], branch: [norm, branch, norm], exit: [] },
};

const places = (count: number, value: (place: number) => number): number[] => Array.from({ length: count }, (_, at) => value(at + 1));

function snapshot(nature: Nature, step: number, seed: number): Snapshot {
  const progress = step / steps;
  const blur = 1 + 0.03 * noise(seed + step);
  return {
    step,
    series: {
      'gradient-norm/layer': places(layers, (layer) => nature.gradient(layer, progress) * blur),
      'gradient-norm/last-ffn': [nature.gradient(layers, progress) * blur * 0.6],
      'stream-rms/in': places(2 * layers, (place) => nature.rmsIn(place, progress)),
      'stream-rms/sum': places(2 * layers, (place) => nature.rmsSum(place, progress)),
      'stream-rms/out': places(2 * layers, (place) => nature.rmsOut(place, progress)),
      'identity-share': places(2 * layers, (place) => nature.identity(place, progress)),
      'max-abs': places(2 * layers, (place) => 4 * nature.rmsOut(place, progress)),
      'update-ratio/layer': places(layers, (layer) => 0.002 / layer),
    },
  };
}

/** Falls from the uniform guess to `final`; blows up and turns to NaN at `breakAt`. */
function lossCurve(nature: Nature, final: number, seed: number, every: number, wobble: number, breakAt = Number.POSITIVE_INFINITY): Curve {
  const at: number[] = [];
  const values: number[] = [];
  for (let step = 0; step <= steps && step <= breakAt; step += every) {
    const sane = final + (uniform + 0.05 - final) * Math.exp(-step / nature.speed) + wobble * noise(seed * 1000 + step);
    const blown = step > breakAt - 12 ? sane + (step - breakAt + 12) * 0.4 : sane;
    at.push(step);
    values.push(step === breakAt ? Number.NaN : blown);
  }
  return { steps: at, values };
}

interface Plan {
  readonly stage: 'select' | 'judge';
  readonly seed: number;
  readonly lr: number;
  readonly warmup: number;
  readonly breakAt?: number;
}

function run(nature: Nature, { stage, seed, lr, warmup, breakAt }: Plan): RunRecord {
  const final =
    nature.final + 0.25 * Math.log10(lr / 1e-3) ** 2 + (warmup === 0 ? 0.03 : 0) + 0.012 * noise(seed + 7 * natures.indexOf(nature));
  const broken = breakAt !== undefined;
  const judge = stage === 'judge';
  const measured = [0, 150, 300, 450, 600].filter((step) => step < (breakAt ?? Number.POSITIVE_INFINITY));
  return {
    id: `${nature.id}-${stage}-lr${lr}-w${warmup}-s${seed}`,
    arm: nature.id,
    fields: {},
    stage,
    seed,
    lr,
    warmup,
    status: broken ? 'diverged' : 'finished',
    ...(broken && { reason: `loss is NaN at step ${breakAt}` }),
    evalLoss: broken ? null : final,
    startLoss: uniform + 0.05,
    steps: breakAt ?? steps,
    trainLoss: lossCurve(nature, final - 0.04, seed, 2, 0.05, breakAt),
    validationLoss: lossCurve(nature, final, seed, 50, 0.004, breakAt === undefined ? undefined : breakAt - (breakAt % 50) + 1),
    snapshots: judge ? measured.map((step) => snapshot(nature, step, seed)) : [],
    seconds: 41.3 + seed,
  };
}

const rates = [3e-4, 1e-3, 3e-3, 1e-2];
const warmups = [0, 60];
const selectSeeds = [101, 102];
const judgeSeeds = [1, 2, 3, 4, 5];
const judgeBreaks: Readonly<Record<string, Readonly<Record<number, number>>>> = { post: { 2: 146, 5: 230 } };

function selectBreak(id: string, lr: number, warmup: number): number | undefined {
  if (id === 'post' && warmup === 0 && lr >= 1e-3) return 30;
  if (id === 'post' && lr >= 3e-3) return 80;
  return id === 'pre' && lr >= 1e-2 && warmup === 0 ? 64 : undefined;
}

function arm(nature: Nature): ArmResult {
  const select = rates.flatMap((lr) =>
    warmups.flatMap((warmup) => {
      const breakAt = selectBreak(nature.id, lr, warmup);
      return selectSeeds.map((seed) => run(nature, { stage: 'select', seed, lr, warmup, ...(breakAt !== undefined && { breakAt }) }));
    }),
  );
  const judge = judgeSeeds.map((seed) => {
    const breakAt = judgeBreaks[nature.id]?.[seed];
    return run(nature, { stage: 'judge', seed, lr: 1e-3, warmup: 60, ...(breakAt !== undefined && { breakAt }) });
  });
  const losses = judge.flatMap(({ evalLoss }) => evalLoss ?? []);
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const rate = losses.length / judge.length;
  return {
    id: nature.id,
    base: nature.id,
    baseTitle: nature.title,
    varied: {},
    fields: {},
    title: nature.title,
    equation: nature.equation,
    diagram: sublayerDiagram({ ...bare, ...drawings[nature.id] }, nature.equation),
    parameters: 1_204_289,
    warnings: nature.id === 'post' ? ['No norm stands between the last sublayer and the head.'] : [],
    lr: 1e-3,
    warmup: 60,
    runs: [...select, ...judge],
    evalLoss: { mean, low: mean - 0.013, high: mean + 0.013, n: losses.length, leftOut: judge.length - losses.length },
    survival: { rate, low: rate === 1 ? 0.57 : 0.23, high: rate === 1 ? 1 : 0.88 },
    survivalCurve: survivalCurve(judge),
    interquartile: interquartile(judge),
    noise: armNoise(judge),
    meanRank: null,
    sweeps: rateSweeps([...select, ...judge], { lr: 1e-3, warmup: 60, fields: {} }),
    warmups: warmupReadings([...select, ...judge]),
  };
}

const sure = { bootstrapLow: 0.31, bootstrapHigh: 2.4, test: 't', n: 5, leftOut: 0, detectable: 0.9, underNoise: false } as const;
const pairs: readonly PairResult[] = [
  {
    ...sure,
    a: 'post',
    b: 'pre',
    difference: 1.104,
    low: 0.412,
    high: 1.796,
    pValue: 0.012,
    verdict: 'worse',
    diverged: 2,
    moreSeeds: null,
    moreSeconds: null,
  },
  {
    ...sure,
    a: 'post',
    b: 'sandwich',
    difference: 1.107,
    low: 0.409,
    high: 1.805,
    pValue: 0.012,
    verdict: 'worse',
    diverged: 2,
    moreSeeds: null,
    moreSeconds: null,
  },
  {
    ...sure,
    a: 'pre',
    b: 'sandwich',
    difference: 0.003,
    low: -0.021,
    high: 0.027,
    bootstrapLow: -0.024,
    bootstrapHigh: 0.029,
    pValue: 0.74,
    verdict: 'no difference shown',
    diverged: 0,
    moreSeeds: 140,
    moreSeconds: 9000,
    detectable: 0.03,
    underNoise: true,
  },
];

/** A finished run with one bad value in its training curve: the report must show it. */
function spoil(given: ArmResult): ArmResult {
  const spoilRun = (record: RunRecord): RunRecord => {
    if (record.stage !== 'judge' || record.seed !== 3) return record;
    const values = record.trainLoss.values.map((value, at) => (at === 200 ? Number.NaN : value));
    return { ...record, trainLoss: { ...record.trainLoss, values } };
  };
  return { ...given, runs: given.runs.map(spoilRun) };
}

export function compareFixture(): StudyResult {
  const made = natures.map(arm).map((one) => (one.id === 'pre' ? spoil(one) : one));
  const judged = made.map(({ id, runs }) => ({ id, runs: runs.filter(({ stage }) => stage === 'judge') }));
  const [{ ranks, ...group }] = rankGroups(judged) as [ReturnType<typeof rankGroups>[number]];
  const arms = made.map((one) => ({ ...one, meanRank: ranks.get(one.id) ?? null }));
  return {
    arms,
    pairs,
    groups: [group],
    noise: studyNoise(judged),
    engine: { id: 'ort-node', threads: 2, version: '1.30.0', device: 'cpu' },
    command: 'normlab compare post pre sandwich --depth 6 --steps 600 --seeds 5',
    task: {
      id: 'shakespeare',
      title: 'Tiny Shakespeare, characters',
      vocabSize: 65,
      bigramEntropy: 2.457,
      uniformEntropy: uniform,
      notes: ['Train and validation split: first 90% and last 10% of the text.'],
      warnings: [],
    },
    settings: {
      model: { nLayers: 6, dModel: 128, nHeads: 4, dFf: 512, normalizer: 'layer-norm' },
      optimizer: { id: 'adamw', betas: [0.9, 0.99], weightDecay: 0.1 },
      steps: 600,
      batchSize: 16,
      seqLen: 128,
    },
    grid: { lr: rates, warmup: warmups, fields: {}, selectSeeds, judgeSeeds },
    protocol: { id: 'grid' },
    name: null,
    interrupted: false,
    seconds: 3141.6,
    version: '0.1.0',
    date: '2026-11-23',
  };
}
