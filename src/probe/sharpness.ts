import { random } from '../core/random.ts';
import type { Data } from '../engine/types.ts';
import { gradient } from '../graph/gradient.ts';
import type { Tensor } from '../graph/tensor.ts';
import { largestEigenvalue } from './dominant.ts';
import { type Asked, asking, built } from './evaluate.ts';
import { type Probe, type Subject, whole } from './types.ts';

/** How far a direction of length 1 is followed: as little as the engine's numbers allow. */
const stepOf = ({ engine }: Subject): number => (engine.float === Float64Array ? 1e-4 : 3e-3);
const tolerance = 1e-4;
const limit = 200;

/**
 * The largest eigenvalue of the Hessian of the validation loss, over all parameters (Cohen et al. 2021, arXiv 2103.00065: gradient
 * descent of step η is unstable where it exceeds 2/η; Gilmer et al. 2021). Power iteration; Hv = (g(θ + εv) − g(θ − εv)) / 2ε.
 */
export const sharpness: Probe = {
  id: 'sharpness',
  title: { en: 'Sharpness', zh: '锐度' },
  definition: {
    en: 'largest eigenvalue of the Hessian of the validation loss over all parameters, by power iteration, and the products it took',
    zh: '验证损失对全部参数的 Hessian 矩阵的最大特征值，由幂迭代求得，以及所用的乘积次数',
  },
  paper: {
    text: 'Cohen et al. 2021, Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability',
    url: 'https://arxiv.org/abs/2103.00065',
  },
  measure: async (subject) => {
    const { loss, scope } = built(subject);
    const parameters = [...scope.parameters].map(([key, { tensor }]) => ({ key, tensor }));
    const found = gradient(
      loss,
      parameters.map(({ tensor }) => tensor),
    );
    const outputs = Object.fromEntries(parameters.map(({ key }, i) => [gradientOf(key), found[i] as Tensor]));
    const keys = parameters.map(({ key }) => key);
    const { value, products, settled } = await asking(subject, outputs, (asked) => eigenvalue(subject, asked, keys));
    return [
      { id: 'sharpness/largest', labels: [whole], values: [value] },
      { id: 'sharpness/products', labels: [whole], values: [products] },
      { id: 'sharpness/settled', labels: [whole], values: [settled ? 1 : 0] },
    ];
  },
};

const gradientOf = (key: string): string => `gradient:${key}`;

async function eigenvalue(subject: Subject, asked: Asked, keys: readonly string[]) {
  const here = Float64Array.from(keys.flatMap((key) => Array.from(subject.tensors.get(key) as Data)));
  const step = stepOf(subject);
  const gradientAt = async (along: Float64Array, by: number): Promise<Float64Array> => {
    const feeds = cut(
      subject,
      keys,
      here.map((value, i) => value + by * (along[i] as number)),
    );
    const total = new Float64Array(here.length);
    for (const batch of subject.batches.keys()) {
      const results = await asked.run(batch, feeds);
      let at = 0;
      for (const key of keys) {
        for (const value of results[gradientOf(key)] as Data) {
          total[at] = (total[at] as number) + value / subject.batches.length;
          at += 1;
        }
      }
    }
    return total;
  };
  const product = async (v: Float64Array) => {
    const [ahead, behind] = [await gradientAt(v, step), await gradientAt(v, -step)];
    return ahead.map((value, i) => (value - (behind[i] as number)) / (2 * step));
  };
  const stream = random(subject.seed, 'sharpness');
  return largestEigenvalue(product, { start: here.map(() => stream.normal()), tolerance, limit });
}

/** A vector of all parameters as tensors by key. */
function cut({ tensors }: Subject, keys: readonly string[], all: Float64Array): Record<string, Float64Array> {
  let at = 0;
  return Object.fromEntries(
    keys.map((key) => {
      const { length } = tensors.get(key) as Data;
      at += length;
      return [key, all.slice(at - length, at)];
    }),
  );
}
