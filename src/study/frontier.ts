/** Width against depth: shapes of equal size or equal work, so that only how it is spent differs. */
import { UserError } from '../core/errors.ts';
import { size } from '../graph/tensor.ts';
import type { ModelConfig, Role } from '../model/types.ts';
import type { Run } from '../spec/run.ts';
import { withTask } from '../spec/with-task.ts';
import type { Task } from '../task/types.ts';
import { gradientProgram } from '../train/step.ts';

export interface ModelCost {
  readonly parameters: number;
  /** Multiplications and additions of one token, forward and backward: three times those of the products forward. */
  readonly flopsPerToken: number;
}

/** Tables that are looked up, not multiplied by. */
const lookedUp: readonly Role[] = ['embedding', 'position'];

/** What a model costs: 6 for each weight of a product and token, 12·L·T·d for attention (Kaplan et al. 2020, arXiv:2001.08361). */
export function modelCost(model: ModelConfig): ModelCost {
  const { parameters } = gradientProgram({ model, batchSize: 1, diagnostics: [], gradients: false });
  const count = (of: typeof parameters) => of.reduce((total, { shape }) => total + size(shape), 0);
  const products = parameters.filter(
    ({ role, shape }) => shape.length === 2 && (!lookedUp.includes(role) || (role === 'embedding' && model.tiedHead)),
  );
  return { parameters: count(parameters), flopsPerToken: 6 * count(products) + 12 * model.nLayers * model.seqLen * model.dModel };
}

export const equalities = ['parameters', 'compute'] as const;
export type Equality = (typeof equalities)[number];

const costs: Readonly<Record<Equality, (cost: ModelCost) => number>> = {
  parameters: ({ parameters }) => parameters,
  compute: ({ flopsPerToken }) => flopsPerToken,
};

export interface FrontierShape {
  readonly depth: number;
  readonly width: number;
  /** Hidden features of the feed-forward sublayer. */
  readonly hidden: number;
  readonly cost: ModelCost;
}

/**
 * For each depth a shape that costs what the reference costs: the nearest width the heads allow, and hidden features that make up for
 * what is left.
 *
 * @param run the reference: its depth, its width, and everything else that all shapes share.
 * @throws UserError when no shape of a depth comes within a fiftieth of it.
 */
export function frontierShapes(run: Run, task: Task, depths: readonly number[], equal: Equality): FrontierShape[] {
  const { nHeads, dFf, dModel, nLayers } = run.model;
  const costOf = (depth: number, width: number, hidden: number): ModelCost => {
    const model = { ...run.model, nLayers: depth, nEncoderLayers: depth, dModel: width, dFf: hidden };
    return modelCost(withTask(model, run.task.id, task));
  };
  const ratio = dFf / dModel;
  const target = costs[equal](costOf(nLayers, dModel, dFf));
  // Rotations turn pairs of features: every head has an even number of them.
  const unit = 2 * nHeads;
  return depths.map((depth) => {
    const width = unit * nearest((units) => costs[equal](costOf(depth, units * unit, Math.round(ratio * units * unit))), target);
    // Each hidden feature costs what the one before it does: two builds tell all.
    const [one, two] = [1, 2].map((features) => costs[equal](costOf(depth, width, features))) as [number, number];
    const hidden = nearest((features) => one + (features - 1) * (two - one), target);
    const cost = costOf(depth, width, hidden);
    if (Math.abs(costs[equal](cost) / target - 1) > tolerance)
      throw new UserError('error.frontier', { depth, width, got: costs[equal](cost), target, heads: nHeads });
    return { depth, width, hidden, cost };
  });
}

const tolerance = 0.02;

/** The whole number from 1 on at which a growing cost is nearest to the target, by halving. */
function nearest(costOf: (n: number) => number, target: number): number {
  let [low, high] = [1, 2];
  while (costOf(high) < target) [low, high] = [high, 2 * high];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (costOf(middle) < target) low = middle;
    else high = middle;
  }
  const gap = (n: number): number => Math.abs(Math.log(costOf(n) / target));
  return gap(low) <= gap(high) ? low : high;
}
