/** Multi-head attention on streams kept as [batch · positions, dModel]. */
import { attend, expand, mul, reshape, split, transpose } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { dense } from './dense.ts';
import type { NormField } from './placement/types.ts';
import { positions } from './position/index.ts';
import { scaleOperand } from './scale/tensor.ts';
import type { Scale } from './scale/types.ts';
import { type Memory, normAt, type Site, scaleSite } from './site.ts';
import { shifted } from './sublayer.ts';
import { memoryTap } from './taps.ts';

/** Attention within a stack: queries, keys and values from x [tokens, dModel], in one product. */
export function selfAttention(site: Site, x: Tensor): Tensor {
  const { config, seqLen, causal, bias } = site;
  const { query, shared } = widths(site);
  const parts = [
    { id: 'q', rows: query },
    { id: 'k', rows: shared },
    { id: 'v', rows: shared },
  ];
  const qkv = dense(site, x, { name: 'qkv', width: query + 2 * shared, role: 'qkv', parts });
  const [q, k, v] = split(qkv, 1, [query, shared, shared]) as [Tensor, Tensor, Tensor];
  const { rotate } = positions.get(config.position);
  return attended(site, {
    q: heads(site, 'q', q, seqLen, rotate),
    k: heads(site, 'k', k, seqLen, rotate),
    v: heads(site, 'v', v, seqLen),
    causal,
    bias,
  });
}

/** Attention to what another stack returned: queries from x [tokens, dModel], keys and values from the memory. */
export function crossAttention(site: Site, x: Tensor): Tensor {
  const { query, shared } = widths(site);
  const { stream, seqLen, bias } = site.memory as Memory;
  const parts = [
    { id: 'k', rows: shared },
    { id: 'v', rows: shared },
  ];
  const q = dense(site, x, { name: 'q', width: query, role: 'qkv', parts: [{ id: 'q', rows: query }] });
  const read = normAt({ ...site, seqLen }, 'memory', stream);
  site.scope.tap(memoryTap(site.place), read);
  const [k, v] = split(dense(site, read, { name: 'kv', width: 2 * shared, role: 'qkv', parts }), 1, [shared, shared]) as [Tensor, Tensor];
  return attended(site, {
    q: heads(site, 'q', q, site.seqLen),
    k: heads(site, 'k', k, seqLen),
    v: heads(site, 'v', v, seqLen),
    causal: false,
    bias,
  });
}

interface Heads {
  /** [batch, heads, positions, dHead] */
  readonly q: Tensor;
  readonly k: Tensor;
  readonly v: Tensor;
  readonly causal: boolean;
  readonly bias?: Tensor;
}

/** softmax(scale · q k^T + mask) v per head, joined and projected. */
function attended(site: Site, { q, k, v, causal, bias }: Heads): Tensor {
  const { config, plan } = site;
  const [batch, nHeads, length, dHead] = q.shape as [number, number, number, number];
  const { logitScale = 1 / Math.sqrt(dHead), qkScale, headScale } = plan;
  const [queries, keys] = [q, k].map((x) => headwise(site, x, qkScale)) as [Tensor, Tensor];
  const fixed = typeof logitScale === 'number';
  const scaledQueries = fixed ? queries : headwise(site, queries, logitScale);
  const mixed = attend(scaledQueries, repeated(keys, nHeads), repeated(v, nHeads), { scale: fixed ? logitScale : 1, causal, bias });
  const returned = headwise(site, mixed, headScale);
  const byHead = plan.inner?.acrossHeads === false || plan.inner?.eachHead === true;
  const joined = rowsOf(byHead ? normOfHeads(site, 'inner', returned) : returned, [batch * length, nHeads * dHead]);
  return dense(site, shifted(site, byHead ? joined : normAt(site, 'inner', joined), plan.innerShift), {
    name: 'out',
    width: config.dModel,
    role: 'out',
  });
}

/** Rows of the projections: of queries, and of keys or values. */
function widths({ config: { dModel, nHeads, nKvHeads } }: Site) {
  return { query: dModel, shared: (dModel / nHeads) * nKvHeads };
}

/** x [batch · positions, heads · dHead] as [batch, heads, positions, dHead], turned by position and normed, in the order of the plan. */
function heads(site: Site, field: 'q' | 'k' | 'v', x: Tensor, length: number, rotate = (turned: Tensor) => turned): Tensor {
  const { dModel, nHeads } = site.config;
  const dHead = dModel / nHeads;
  const shape = [(x.shape[0] as number) / length, length, (x.shape[1] as number) / dHead, dHead];
  const { acrossHeads, afterRotation } = site.plan[field] ?? {};
  const apart = (rows: Tensor): Tensor => transpose(reshape(rows, shape), [0, 2, 1, 3]);
  const across = (rows: Tensor): Tensor => normAt({ ...site, seqLen: length }, field, rows);
  if (!acrossHeads) return afterRotation ? normOfHeads(site, field, rotate(apart(x))) : rotate(normOfHeads(site, field, apart(x)));
  return afterRotation ? apart(across(rowsOf(rotate(apart(x)), x.shape))) : rotate(apart(across(x)));
}

/** [batch, heads, positions, dHead] as rows of all heads together. */
const rowsOf = (apart: Tensor, shape: readonly number[]): Tensor => reshape(transpose(apart, [0, 2, 1, 3]), shape);

/** The norm of the plan on each head of x [batch, heads, positions, dHead] by itself. */
function normOfHeads(site: Site, field: NormField, x: Tensor): Tensor {
  const [batch, count, length, dHead] = x.shape as [number, number, number, number];
  if (!site.plan[field]) return x;
  return reshape(normAt({ ...site, seqLen: length }, field, reshape(x, [batch * count * length, dHead]), count), x.shape);
}

/** Heads times a scale: one number, one per head, or one per feature of all heads. */
function headwise(site: Site, x: Tensor, scale: Scale | undefined): Tensor {
  if (scale === undefined || scale === 1) return x;
  const factor = scaleOperand(scaleSite(site), scale);
  if (typeof factor === 'number' || factor.shape.length === 0) return mul(x, factor);
  const [, nHeads, , dHead] = x.shape as [number, number, number, number];
  const width = factor.shape[0] as number;
  return mul(x, reshape(factor, width === 1 ? [1] : width === nHeads * dHead ? [nHeads, 1, dHead] : [nHeads, 1, 1]));
}

/** Keys or values of fewer heads, each as often as a group of query heads shares it. */
function repeated(x: Tensor, nHeads: number): Tensor {
  const [batch, shared, length, dHead] = x.shape as [number, number, number, number];
  if (shared === nHeads) return x;
  const grouped = expand(reshape(x, [batch, shared, 1, length, dHead]), [batch, shared, nHeads / shared, length, dHead]);
  return reshape(grouped, [batch, nHeads, length, dHead]);
}
