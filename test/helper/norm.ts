/** Normalizers computed by hand from the papers' equations, to judge ours by. */

import { optionValues } from '../../src/core/options.ts';
import { newGraph } from '../../src/graph/program.ts';
import type { Tensor } from '../../src/graph/tensor.ts';
import { applyNorm } from '../../src/model/norm.ts';
import { normalizers } from '../../src/model/normalizer/index.ts';
import type { NormSite } from '../../src/model/placement/types.ts';
import { Scope } from '../../src/model/scope.ts';
import type { ModelConfig } from '../../src/model/types.ts';
import { tiny } from './model.ts';
import { randomData } from './numeric.ts';

/** A norm at one place: its tokens, its stored numbers, and what it has to know. */
export interface HandNorm {
  /** Tokens in order, sequence after sequence. */
  readonly rows: readonly (readonly number[])[];
  /** Parameters and states by the last part of their keys. */
  readonly stored: (name: string) => readonly number[];
  readonly eps: number;
  readonly seqLen: number;
  readonly train: boolean;
  readonly step: number;
  readonly options: Readonly<Record<string, number>>;
}

type Rows = readonly (readonly number[])[];
type Hand = (at: HandNorm) => Rows;

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const meanSquare = (values: readonly number[]) => mean(values.map((value) => value * value));
/** Mean and biased variance. */
const moments = (values: readonly number[]) => {
  const mu = mean(values);
  return { mu, variance: mean(values.map((value) => (value - mu) ** 2)) };
};
const column = (rows: Rows, feature: number) => rows.map((row) => row[feature] as number);
const eachToken = ({ rows }: HandNorm, f: (row: readonly number[]) => readonly number[]): Rows => rows.map(f);

const standardize = (row: readonly number[], eps: number) => {
  const { mu, variance } = moments(row);
  return row.map((value) => (value - mu) / Math.sqrt(variance + eps));
};
/** The Annotated Transformer's: the deviation of torch.std, ε added to it. */
const annotated = (row: readonly number[], eps: number) => {
  const mu = mean(row);
  const deviation = Math.sqrt(row.reduce((total, value) => total + (value - mu) ** 2, 0) / (row.length - 1));
  return row.map((value) => (value - mu) / (deviation + eps));
};
const rootMeanSquare = (row: readonly number[], eps: number) => row.map((value) => value / Math.sqrt(meanSquare(row) + eps));
const length = (row: readonly number[]) => Math.sqrt(row.reduce((total, value) => total + value * value, 0));

/** One row times the gain plus the shift, feature by feature. */
const times = (row: readonly number[], gain: readonly number[]) => row.map((value, i) => value * (gain[i] as number));
const plus = (row: readonly number[], shift: readonly number[]) => row.map((value, i) => value + (shift[i] as number));

/** Statistics of each feature over some rows. */
const byFeature = (rows: Rows, f: (values: readonly number[]) => readonly number[]): Rows => {
  const columns = (rows[0] as readonly number[]).map((_, feature) => f(column(rows, feature)));
  return rows.map((row, i) => row.map((_, feature) => (columns[feature] as readonly number[])[i] as number));
};

const batch: Hand = ({ rows, stored, eps, train }) => {
  const unit = train
    ? byFeature(rows, (values) => standardize(values, eps))
    : rows.map((row) =>
        row.map((value, i) => (value - (stored('running_mean')[i] as number)) / Math.sqrt((stored('running_var')[i] as number) + eps)),
      );
  return unit.map((row) => plus(times(row, stored('weight')), stored('bias')));
};

/** Shen et al. 2020, algorithm 2, forward: the quadratic mean of the batch while warming up, afterwards the running one as the step found it. */
const power: Hand = ({ rows, stored, eps, train, step, options }) => {
  const { groups, warmupSteps } = options as Record<'groups' | 'warmupSteps', number>;
  const width = (rows[0] as readonly number[]).length / groups;
  const scaled = rows.map((row) =>
    row.map((value, i) => {
      const start = Math.floor(i / width) * width;
      return value / Math.sqrt(meanSquare(row.slice(start, start + width)) + eps);
    }),
  );
  const phi = stored('running_phi');
  const statistic = phi.map((kept, feature) => (train && step <= warmupSteps ? meanSquare(column(scaled, feature)) : kept));
  return scaled.map((row) =>
    plus(
      times(
        row.map((value, i) => value / Math.sqrt((statistic[i] as number) + eps)),
        stored('weight'),
      ),
      stored('bias'),
    ),
  );
};

const group: Hand = (at) =>
  eachToken(at, (row) => {
    const width = row.length / (at.options.groups as number);
    const unit = row.flatMap((_, i) => (i % width === 0 ? standardize(row.slice(i, i + width), at.eps) : []));
    return plus(times(unit, at.stored('weight')), at.stored('bias'));
  });

const instance: Hand = ({ rows, stored, eps, seqLen }) =>
  rows
    .flatMap((_, i) => (i % seqLen === 0 ? [rows.slice(i, i + seqLen)] : []))
    .flatMap((sequence) => byFeature(sequence, (values) => standardize(values, eps)))
    .map((row) => plus(times(row, stored('weight')), stored('bias')));

/** The series of erf near 0, the continued fraction of what is left of 1 further out: either is exact where it is used. */
function erf(x: number): number {
  const at = Math.abs(x);
  if (at > 2.5) {
    let fraction = 0;
    for (let n = 120; n >= 1; n--) fraction = n / 2 / (at + fraction);
    return Math.sign(x) * (1 - Math.exp(-at * at) / (Math.sqrt(Math.PI) * (at + fraction)));
  }
  let [term, total] = [x, x];
  for (let n = 1; Math.abs(term) > 1e-20; n++) {
    term *= (-x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}

/** Every published normalizer once more, with loops. */
export const handNorms: Readonly<Record<string, Hand>> = {
  layer: (at) =>
    eachToken(at, (row) => {
      const unit = at.options.std === ('unbiased' as never) ? annotated(row, at.eps) : standardize(row, at.eps);
      return plus(times(unit, at.stored('weight')), at.stored('bias'));
    }),
  'layer-no-bias': (at) => eachToken(at, (row) => times(standardize(row, at.eps), at.stored('weight'))),
  'layer-1p': (at) =>
    eachToken(at, (row) =>
      plus(
        times(
          standardize(row, at.eps),
          at.stored('weight').map((w) => 1 + w),
        ),
        at.stored('bias'),
      ),
    ),
  'layer-plain': (at) => eachToken(at, (row) => standardize(row, at.eps)),
  rms: (at) => eachToken(at, (row) => times(rootMeanSquare(row, at.eps), at.stored('weight'))),
  'rms-original': (at) =>
    eachToken(at, (row) =>
      times(
        row.map((value) => value / (Math.sqrt(meanSquare(row)) + at.eps)),
        at.stored('weight'),
      ),
    ),
  'rms-1p': (at) =>
    eachToken(at, (row) =>
      times(
        rootMeanSquare(row, at.eps),
        at.stored('weight').map((w) => 1 + w),
      ),
    ),
  'rms-plain': (at) => eachToken(at, (row) => rootMeanSquare(row, at.eps)),
  prms: (at) =>
    eachToken(at, (row) => {
      const count = row.length * (at.options.share as number);
      const whole = (at.options.round as unknown) === 'up' ? Math.ceil(count - 1e-9) : Math.floor(count + 1e-9);
      const seen = row.slice(0, Math.max(1, whole));
      return times(
        row.map((value) => value / (Math.sqrt(meanSquare(seen)) + at.eps)),
        at.stored('weight'),
      );
    }),
  scale: (at) => eachToken(at, (row) => row.map((value) => ((at.stored('weight')[0] as number) * value) / Math.max(length(row), at.eps))),
  l2: (at) => eachToken(at, (row) => row.map((value) => value / Math.max(length(row), at.eps))),
  batch,
  power,
  group,
  instance,
  dyt: (at) =>
    eachToken(at, (row) =>
      plus(
        times(
          row.map((value) => Math.tanh((at.stored('alpha')[0] as number) * value)),
          at.stored('weight'),
        ),
        at.stored('bias'),
      ),
    ),
  derf: (at) =>
    eachToken(at, (row) =>
      plus(
        times(
          row.map((value) => erf((at.stored('alpha')[0] as number) * value + (at.stored('shift')[0] as number))),
          at.stored('weight'),
        ),
        at.stored('bias'),
      ),
    ),
  cogview: (at) =>
    eachToken(at, (row) => {
      const whole = (at.options.maximum as unknown) === 'tensor';
      const largest = Math.max(...(whole ? at.rows.flat() : row).map(Math.abs));
      const brought = row.map((value) => value / (largest / 8));
      return plus(times(standardize(brought, at.eps), at.stored('weight')), at.stored('bias'));
    }),
};

/** Numbers of a tensor [tokens, features] as rows, and back. */
export const toRows = (x: ArrayLike<number>, features: number): number[][] =>
  Array.from({ length: x.length / features }, (_, token) => Array.from({ length: features }, (_, i) => x[token * features + i] as number));
export const fromRows = (rows: Rows): Float64Array => Float64Array.from(rows.flat());

/** Options of a normalizer with its defaults. */
export const optionsOf = (choice: ModelConfig['normalizer']): Record<string, number> =>
  optionValues(normalizers.get(choice.id).options, choice) as Record<string, number>;

export interface LoneNorm {
  readonly scope: Scope;
  readonly x: Tensor;
  readonly y: Tensor;
  readonly feeds: Record<string, Float64Array>;
}

interface LoneOptions {
  readonly train?: boolean;
  readonly seqLen?: number;
  readonly step?: number;
  readonly site?: NormSite;
}

/** Our norm alone in a graph: x [tokens, features], every stored number drawn at random. */
export function loneNorm(
  choice: ModelConfig['normalizer'],
  [tokens, features]: readonly [number, number],
  { train = true, seqLen = tokens, step = 3, site = {} }: LoneOptions = {},
): LoneNorm {
  const graph = newGraph();
  const scope = new Scope(graph, { train, dropout: 0 });
  const x = graph.input('x', [tokens, features]);
  const y = applyNorm({ scope, config: { ...tiny, normalizer: choice }, key: 'norm', seqLen }, site, x);
  const stored = [...scope.parameters, ...scope.states].map(
    ([key, { spec }]) => [key, randomData(spec.shape, `${choice.id} ${key}`, [0.5, 1.5])] as const,
  );
  return { scope, x, y, feeds: { ...Object.fromEntries(stored), step: Float64Array.of(step) } };
}
