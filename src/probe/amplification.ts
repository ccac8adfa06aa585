import { random } from '../core/random.ts';
import { streamsOf } from '../diagnostic/types.ts';
import type { Data } from '../engine/types.ts';
import { sub, sumSquares } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { matrixRoles } from '../model/types.ts';
import { asking, built, type Outputs } from './evaluate.ts';
import { type Probe, type Subject, whole } from './types.ts';

/** Size of the perturbation against the matrix; small enough that the answer is proportional to its square. */
const size = 0.01;
const draws = 4;

const moved = (key: string): string => `moved:${key}`;

/**
 * How a small change of the weights is amplified (Liu et al. 2020, Admin, arXiv 2004.08249): E‖f(x, W + δ) − f(x, W)‖² with
 * δ ~ N(0, s²·mean(W²)) in every matrix of the blocks, over ‖f(x, W)‖² and s². After each block, and of what the head reads. Admin
 * says O(n) in the number of sublayers for Post-LN and O(log n) for Pre-LN.
 */
export const amplification: Probe = {
  id: 'amplification',
  title: { en: 'Amplification', zh: '放大' },
  definition: {
    en: '‖f(x, W + δ) − f(x, W)‖² / ‖f(x, W)‖² / s² for δ of s = 1% of each matrix of the blocks: of the stream after each block, and of what the head reads (model)',
    zh: '对各块的每个矩阵加 s = 1% 的扰动 δ 时的 ‖f(x, W + δ) − f(x, W)‖² / ‖f(x, W)‖² / s²：每块之后的残差流，以及输出头读取的量（model）',
  },
  paper: { text: 'Liu et al. 2020, Understanding the Difficulty of Training Transformers', url: 'https://arxiv.org/abs/2004.08249' },
  measure: async (subject) => {
    const { scope } = built(subject);
    const matrices = [...scope.parameters.values()].map(({ spec }) => spec).filter(({ place, role }) => place && matrixRoles.has(role));
    const names = new Set(matrices.map(({ key }) => key));
    const source = (key: string, shape: readonly number[]): Tensor => scope.graph.input(names.has(key) ? moved(key) : key, shape);
    const other = built(subject, { source }, scope.graph).scope;
    const [before, after] = [scope, other].map((one) => {
      const streams = streamsOf({ config: subject.model, scope: one, gradients: new Map(), updated: new Map() });
      return new Map([...streams.map(({ key, to }) => [key, to] as const), [whole, one.taps.get('final.out') as Tensor] as const]);
    }) as [Map<string, Tensor>, Map<string, Tensor>];
    const outputs: Outputs = Object.assign(
      {},
      ...[...before].map(([key, x]) => ({
        [`${key}:change`]: sumSquares(sub(after.get(key) as Tensor, x)),
        [`${key}:size`]: sumSquares(x),
      })),
    );
    const changes = await changesOf(subject, outputs, [...names], [...before.keys()]);
    const labels = [...before.keys()];
    return [
      { id: 'amplification/block', labels: labels.filter((key) => key !== whole), values: changes.slice(0, -1) },
      { id: 'amplification/output', labels: [whole], values: changes.slice(-1) },
    ];
  },
};

/** Mean relative squared change over draws, in units of s²; one draw for each batch while batches last. */
async function changesOf(subject: Subject, outputs: Outputs, matrices: readonly string[], keys: readonly string[]): Promise<number[]> {
  const totals = keys.map(() => 0);
  await asking(subject, outputs, async (asked) => {
    for (let draw = 0; draw < draws; draw++) {
      const feeds = Object.fromEntries(
        matrices.map((key) => [moved(key), perturbed(subject.tensors.get(key) as Data, subject.seed, `amplification/${draw}/${key}`)]),
      );
      const results = await asked.run(draw % subject.batches.length, feeds);
      keys.forEach((key, i) => {
        const share = (results[`${key}:change`]?.[0] as number) / (results[`${key}:size`]?.[0] as number);
        totals[i] = (totals[i] as number) + share / size ** 2 / draws;
      });
    }
  });
  return totals;
}

/** A matrix with noise of 1% of its root mean square. */
function perturbed(matrix: Data, seed: number, name: string): Float64Array {
  const stream = random(seed, name);
  const values = Float64Array.from(matrix);
  const rms = Math.sqrt(values.reduce((total, value) => total + value * value, 0) / values.length);
  return values.map((value) => value + size * rms * stream.normal());
}
