/** Normalizers computed by hand from the papers' equations, to judge ours by. */
import { newGraph } from '../../src/graph/program.ts';
import { normalizers } from '../../src/model/normalizer/index.ts';
import { numbersOf } from './model.ts';

export interface Affine {
  readonly weight?: Float64Array;
  readonly bias?: Float64Array;
}

type HandNorm = (x: Float64Array, features: number, affine: Affine, eps: number) => Float64Array;

const affinely = (value: number, feature: number, { weight, bias }: Affine) =>
  value * (weight?.[feature] as number) + (bias?.[feature] ?? 0);

/** Mean and biased variance of some numbers. */
function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, variance: values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length };
}

const row = (x: Float64Array, features: number, token: number): number[] => [...x.slice(token * features, (token + 1) * features)];

const layer: HandNorm = (x, features, affine, eps) =>
  x.map((value, flat) => {
    const { mean, variance } = moments(row(x, features, Math.floor(flat / features)));
    return affinely((value - mean) / Math.sqrt(variance + eps), flat % features, affine);
  });

const rms: HandNorm = (x, features, { weight }, eps) =>
  x.map((value, flat) => {
    const meanSquare = row(x, features, Math.floor(flat / features)).reduce((total, own) => total + own * own, 0) / features;
    return affinely(value / Math.sqrt(meanSquare + eps), flat % features, { weight });
  });

const batch: HandNorm = (x, features, affine, eps) =>
  x.map((value, flat) => {
    const { mean, variance } = moments([...x].filter((_, i) => i % features === flat % features));
    return affinely((value - mean) / Math.sqrt(variance + eps), flat % features, affine);
  });

export const handNorms: Readonly<Record<string, HandNorm>> = { layer, rms, batch };

/** A normalizer as training applies it, by hand where an equation is written above, else alone in a graph of its own. */
export function normalize(id: string, x: Float64Array, features: number, affine: Affine, eps: number): Float64Array {
  return (handNorms[id] ?? inGraph(id))(x, features, affine, eps);
}

/** Our normalizer on plain numbers. */
export const inGraph =
  (id: string): HandNorm =>
  (x, features, affine, eps) => {
    const graph = newGraph();
    const own = (name: string) => graph.input(name, [features]);
    const context = {
      train: true,
      weight: () => own('weight'),
      bias: () => own('bias'),
      running: (name: string) => own(name),
    };
    const y = normalizers.get(id).apply(context, graph.input('x', [x.length / features, features]), eps);
    const { weight = new Float64Array(features).fill(1), bias = new Float64Array(features) } = affine;
    return numbersOf(y, { x, weight, bias });
  };
