import { random } from '../core/random.ts';
import { streamsOf } from '../diagnostic/types.ts';
import type { Data } from '../engine/types.ts';
import { gradient } from '../graph/gradient.ts';
import { mul, sub, sum, sumSquares } from '../graph/math.ts';
import { size } from '../graph/tensor.ts';
import { asking, built, type Outputs } from './evaluate.ts';
import { severalStreams } from './loss.ts';
import type { Probe, ProbeSeries, Subject } from './types.ts';

/** Random directions, of as many batches as there are up to this. */
const usualDraws = 4;

/**
 * The Jacobian J of each block, from the stream it finds to the stream it leaves, against the identity (Sun et al. 2025, The Curse of
 * Depth, figure 5: deep Pre-LN blocks become the identity). By random signs u, E‖Jᵀu − u‖² = ‖J − I‖_F² and E[u·Jᵀu] = tr J (Hutchinson
 * 1990); Jᵀu is exact, one backward pass. `distance` is ‖J − I‖_F / ‖I‖_F, `share` is tr(J)² / (n·‖J‖_F²): how much of J is a multiple of I.
 */
export const jacobian: Probe = {
  id: 'jacobian',
  title: { en: 'Jacobian of the block', zh: '块的雅可比矩阵' },
  definition: {
    en: '‖J − I‖_F / ‖I‖_F of each block (distance), and tr(J)² / (n·‖J‖_F²), the share of J that is a multiple of the identity',
    zh: '每块的 ‖J − I‖_F / ‖I‖_F（distance），以及 tr(J)² / (n·‖J‖_F²)，即 J 中单位矩阵倍数所占的比例（share）',
  },
  paper: { text: 'Sun et al. 2025, The Curse of Depth in Large Language Models', url: 'https://arxiv.org/abs/2502.05795' },
  refusal: ({ model }) => severalStreams(model, 'jacobian'),
  measure: (subject) => jacobians(subject, usualDraws),
};

/** Both measures of every block from `draws` random directions; with n numbers in a stream they vary by about 1/√(n·draws) of themselves. */
export async function jacobians(subject: Subject, draws: number): Promise<ProbeSeries[]> {
  const { scope } = built(subject);
  const all = streamsOf({ config: subject.model, scope, gradients: new Map(), updated: new Map() });
  const outputs: Outputs = Object.assign(
    {},
    ...all.map(({ key, from, to }) => {
      const u = scope.graph.input(direction(key), to.shape);
      const [pulled] = gradient(sum(mul(to, u)), [from]) as [typeof from];
      return { [`${key}:away`]: sumSquares(sub(pulled, u)), [`${key}:along`]: sum(mul(pulled, u)), [`${key}:all`]: sumSquares(pulled) };
    }),
  );
  const sizes = new Map(all.map(({ key, from }) => [key, size(from.shape)]));
  const totals = await means(subject, outputs, sizes, draws);
  const labels = all.map(({ key }) => key);
  const of = (key: string, part: string) => totals.get(`${key}:${part}`) as number;
  return [
    { id: 'jacobian/distance', labels, values: labels.map((key) => Math.sqrt(of(key, 'away') / (sizes.get(key) as number))) },
    { id: 'jacobian/share', labels, values: labels.map((key) => of(key, 'along') ** 2 / ((sizes.get(key) as number) * of(key, 'all'))) },
  ];
}

const direction = (block: string): string => `direction:${block}`;

/** Means of the outputs over directions. */
async function means(subject: Subject, outputs: Outputs, sizes: ReadonlyMap<string, number>, draws: number) {
  const totals = new Map<string, number>();
  await asking(subject, outputs, async (asked) => {
    for (let draw = 0; draw < draws; draw++) {
      const feeds: Record<string, Data> = {};
      for (const [key, n] of sizes) feeds[direction(key)] = signs(subject.seed, `jacobian/${draw}/${key}`, n);
      const results = await asked.run(draw % subject.batches.length, feeds);
      for (const [name, value] of Object.entries(results)) totals.set(name, (totals.get(name) ?? 0) + (value[0] as number) / draws);
    }
  });
  return totals;
}

function signs(seed: number, name: string, count: number): Float64Array {
  const stream = random(seed, name);
  return Float64Array.from({ length: count }, () => (stream.bits() < 0 ? -1 : 1));
}
