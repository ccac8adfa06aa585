/** Kernels that the runtime holds: their shapes as C, and what they read and write. */
import { size } from '../../../graph/tensor.ts';
import type { Solo } from '../fuse.ts';
import type { Placed } from '../place.ts';
import type { Attention, Source, Strided, Value } from '../value.ts';
import { restrided, whole } from '../view.ts';
import { literal } from './expression.ts';

export interface SoloCode {
  readonly kernel: string;
  /** Type of its shape, and the fields. */
  readonly type: string;
  readonly fields: readonly string[];
  /** In the order that runtime/program.h says; undefined where nothing is there. */
  readonly places: readonly (Strided | undefined)[];
}

type Write<S> = (source: S, members: readonly Value[], placed: Placed) => SoloCode;
type WriteOf<K extends Source['kind']> = Write<Extract<Source, { readonly kind: K }>>;

/** Undefined for what is only there: inputs, constants, joins. */
export function emitSolo({ source, members }: Solo, placed: Placed): SoloCode | undefined {
  const write: Write<never> | undefined = writers[source.kind];
  return write?.(source as never, members, placed);
}

const product: WriteOf<'product'> = ({ a, b, scale, bias }, [value], placed) => {
  const c = whole(value as Value);
  const lead = c.shape.slice(0, -2);
  const [m, n] = c.shape.slice(-2);
  const strides = [a, b, c].map((view) => placed.physical(view).strides);
  const [inA, inB, inC] = strides.map((own) => own.slice(-2));
  const batch = size(lead);
  // Batches walk as one where they can, else axis by axis.
  const asOne = strides.map((own) => restrided(lead, own.slice(0, -2), [batch]));
  const extents = asOne.every((found) => found !== undefined) ? [batch] : lead;
  const steps = extents === lead ? strides.map((own) => own.slice(0, -2)) : (asOne as number[][]);
  const walk = [`.extent = {${extents}}`, ...['a', 'b', 'c'].map((name, i) => `.${name} = {${steps[i]}}`)];
  return {
    kernel: 'nl_products_kernel',
    type: 'nl_products',
    fields: [
      `.one = {.m = ${m}, .n = ${n}, .k = ${a.shape.at(-1)}`,
      `.a_row = ${inA?.[0]}, .a_col = ${inA?.[1]}, .b_row = ${inB?.[0]}, .b_col = ${inB?.[1]}, .c_row = ${inC?.[0]}, .c_col = ${inC?.[1]}`,
      `.scale = ${literal(scale)}}`,
      `.batch = ${batch}`,
      ...(batch === 1 ? [] : [`.axes = ${extents.length}`, ...walk]),
    ],
    places: [a, b, c, bias],
  };
};

const scatter: WriteOf<'scatter'> = ({ indices, x, scale }, [value], placed) => {
  const [rows, width] = (value as Value).shape;
  const strides = placed.physical(x).strides;
  return {
    kernel: 'nl_scatter_kernel',
    type: 'nl_scatter',
    fields: [
      `.rows = ${rows}, .width = ${width}, .index_stride = ${placed.physical(indices).strides[0]}`,
      `.x_row = ${strides[0]}, .x_column = ${strides[1]}, .count = ${indices.shape[0]}, .scale = ${literal(scale)}`,
    ],
    places: [whole(value as Value), indices, x],
  };
};

const heads = (name: string, view: Strided | undefined, placed: Placed): string[] =>
  view ? [`.${name} = {0, ${placed.physical(view).strides.slice(0, 3).join(', ')}}`] : [];

const attention = ({ q, k, v, bias, scale, causal }: Attention, placed: Placed): string[] => {
  const [batch, count, queries, features] = q.shape;
  return [
    `.batch = ${batch}, .heads = ${count}, .queries = ${queries}, .keys = ${k.shape[2]}, .features = ${features}`,
    `.scale = ${literal(scale)}, .causal = ${causal ? 1 : 0}`,
    ...heads('q', q, placed),
    ...heads('k', k, placed),
    ...heads('v', v, placed),
    ...(bias ? [`.bias_batch = ${placed.physical(bias).strides[0]}`] : []),
  ];
};

/** The outputs that are read, by their numbers. */
const written = (members: readonly Value[], count: number): (Strided | undefined)[] =>
  Array.from({ length: count }, (_, index) => members.find((member) => member.index === index)).map((value) => value && whole(value));

const attend: WriteOf<'attend'> = ({ of }, members, placed) => {
  const [y, weights] = written(members, 2);
  return {
    kernel: 'nl_attend_kernel',
    type: 'nl_attend',
    fields: [...attention(of, placed), ...heads('y', y, placed)],
    places: [of.q, of.k, of.v, of.bias, y, weights],
  };
};

const attendGradient: WriteOf<'attend-gradient'> = ({ of }, members, placed) => {
  const gradients = written(members, 3);
  const fields = ['dq', 'dk', 'dv'].flatMap((name, i) => heads(name, gradients[i], placed));
  return {
    kernel: 'nl_attend_gradient_kernel',
    type: 'nl_attend_gradient',
    fields: [...attention(of, placed), ...heads('y', of.y, placed), ...heads('dy', of.dy, placed), ...fields],
    places: [of.q, of.k, of.v, of.bias, of.y, of.dy, ...gradients],
  };
};

const writers: { readonly [K in Source['kind']]?: WriteOf<K> } = { product, scatter, attend, 'attend-gradient': attendGradient };
