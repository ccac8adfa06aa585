import { random } from '../../core/random.ts';
import { mean, variance } from '../../core/statistic/index.ts';
import { evaluate } from '../../engine/reference.ts';
import { layerNorm as apply } from '../../graph/math.ts';
import { newGraph } from '../../graph/program.ts';
import { normalizers } from '../../model/normalizer/index.ts';
import { valuesOf, worstOf } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { layerNorm } from '../shared/sources.ts';
import { defineClaim, type Line } from '../types.ts';

const tokens = 64;
const seeds = 5;
const widths = [16, 64, 256];

interface Kept {
  /** Share of the spread of lengths that is left: coefficient of variation after over before. */
  readonly scale: number;
  /** 1 − the least correlation of a token's features before with those after. */
  readonly relation: number;
}

/** Tokens whose lengths lie over four powers of ten, through LayerNorm without a learned gain. */
function measure(width: number, seed: number): Kept {
  const stream = random(seed, 'claim/layernorm');
  const rows = Array.from({ length: tokens }, () => {
    const length = 10 ** (4 * stream.uniform() - 2);
    return Array.from({ length: width }, () => length * stream.normal());
  });
  const graph = newGraph();
  const x = graph.input('x', [tokens, width]);
  const y = apply(x, graph.input('weight', [width]), graph.input('bias', [width]), normalizers.get('layer').eps);
  const feeds = { x: Float64Array.from(rows.flat()), weight: new Float64Array(width).fill(1), bias: new Float64Array(width) };
  const [out] = evaluate([y], feeds) as [Float64Array];
  const normed = rows.map((_, i) => Array.from(out.subarray(i * width, (i + 1) * width)));
  const spread = (all: readonly (readonly number[])[]) => {
    const sizes = all.map((row) => Math.sqrt(mean(row.map((value) => value ** 2))));
    return Math.sqrt(variance(sizes)) / mean(sizes);
  };
  const least = Math.min(...rows.map((row, i) => correlation(row, normed[i] as number[])));
  return { scale: spread(normed) / spread(rows), relation: 1 - least };
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [centerA, centerB] = [mean(a), mean(b)];
  const sum = a.reduce((total, value, i) => total + (value - centerA) * ((b[i] as number) - centerB), 0);
  return sum / (a.length - 1) / Math.sqrt(variance(a) * variance(b));
}

export const layernormRemovesScale = defineClaim({
  id: 'layernorm-removes-scale',
  group: 'note',
  statement: {
    en: 'LayerNorm removes the differences of scale between tokens and keeps the relations within one.',
    zh: '层归一化消除 token 之间的尺度差异，保留单个 token 内部的相对关系。',
  },
  sources: [layerNorm],
  published: { en: 'follows from the equation', zh: '由公式推出' },
  needs: {},
  read: () => {
    const measured = widths.map((width) => ({ width, kept: Array.from({ length: seeds }, (_, i) => measure(width, i + 1)) }));
    const line = (id: keyof Kept): Line => ({
      id,
      cells: measured.map(({ width, kept }) => ({ at: width, values: kept.map((one) => one[id]) })),
    });
    return { main: [line('scale'), line('relation')] };
  },
  rule: rule({
    quantity: {
      en: 'of tokens whose lengths lie over four powers of ten, the larger of two numbers: the share of the spread of lengths that LayerNorm leaves, and 1 minus the least correlation of a token before with itself after',
      zh: '对长度跨四个数量级的 token，取两数中较大者：层归一化之后剩余的长度离散程度占比，以及 1 减去同一 token 归一化前后特征相关系数的最小值',
    },
    unit: units.none,
    effects: worstOf('below', valuesOf('scale'), valuesOf('relation')),
    within: [Number.NEGATIVE_INFINITY, 0.01],
    size: { en: 'width {at}', zh: '宽度 {at}' },
  }),
  figure: {
    kind: 'lines',
    log: true,
    x: { en: 'width, features', zh: '宽度（特征数）' },
    y: { en: 'what is left', zh: '剩余量' },
    names: {
      scale: { en: 'spread of lengths left', zh: '剩余的长度离散程度' },
      relation: { en: '1 − least correlation', zh: '1 − 最小相关系数' },
    },
  },
});
