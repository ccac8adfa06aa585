/** The only reader of a plan: one sublayer around its branch function f, with its taps. */
import { add, detach, mul, sub } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { branchFactor } from './layer-drop.ts';
import type { Origin } from './placement/types.ts';
import type { Residual, Streams } from './residual/types.ts';
import { scaleOperand } from './scale/tensor.ts';
import { normAt, type Site, scaledAt, scaleSite } from './site.ts';
import { type SublayerTap, tapName } from './taps.ts';

export interface SublayerInput {
  readonly residual: Residual;
  readonly streams: Streams;
  /** The stream as it entered the block. */
  readonly block: Tensor;
  /** Sublayers of other blocks whose branches read the same and are added to the same sum. */
  readonly beside?: readonly Site[];
}

/** A branch function: f of what it receives. */
type Branch = (site: Site, branchIn: Tensor) => Tensor;

/**
 * y = exit(c·(a·entry(x) + b·output(f(s·input(r·entry(x)))))), and the streams after it. Of sublayers side by side each has a branch
 * of its own, norms and factors included; the identity is as the first one has it, what follows the sum as the last one has it.
 */
export function sublayer(site: Site, { residual, streams, block, beside = [] }: SublayerInput, f: Branch): Streams {
  const { plan } = site;
  const found = residual.read(site, streams);
  const origins = originsOf(site, found.stream, block);
  const own = branch(site, origins, f);
  const kept = found.identity ?? (plan.identity ?? ['stream']).map((origin) => origins[origin]).reduce((a, b) => add(a, b));
  const identity = tap(site, 'identity', scaledAt(site, kept, plan.streamScale));
  const others = beside.map((other) => branch(other, originsOf(other, found.stream, block), f));
  const [write, branchOut] = (['write', 'branchOut'] as const).map((part) =>
    others.reduce((total, other) => add(total, other[part]), own[part]),
  ) as [Tensor, Tensor];
  const wrote = tap(site, 'write', residual.wrote?.(site, streams, write) ?? write);
  const last = beside.at(-1) ?? site;
  const out = tap(site, 'stream_out', normAt(last, 'exit', scaledSum(last, tap(site, 'sum', add(identity, wrote)))));
  return residual.next(site, streams, { out, write, branchOut });
}

function tap({ scope, place }: Site, name: SublayerTap, value: Tensor): Tensor {
  scope.tap(tapName(place, name), value);
  return value;
}

type Origins = Readonly<Record<Origin, Tensor>>;

const originsOf = (site: Site, stream: Tensor, block: Tensor): Origins => ({
  stream: normAt(site, 'entry', tap(site, 'stream_in', stream)),
  block,
});

function branch(site: Site, origins: Origins, f: Branch): { readonly write: Tensor; readonly branchOut: Tensor } {
  const { plan, scope, place } = site;
  const read = scaledAt(site, origins[plan.from ?? 'stream'], plan.readScale);
  const branchIn = tap(site, 'branch_in', shifted(site, scaledAt(site, normAt(site, 'input', read), plan.inputScale), plan.inputShift));
  const branchOut = tap(site, 'branch_out', scope.drop(place.key, f(site, branchIn)));
  const write = scaledAt(site, normAt(site, 'output', branchOut), plan.branchScale);
  const kept = branchFactor(site, place);
  return { branchOut: mul(branchOut, kept), write: mul(write, kept) };
}

function scaledSum(site: Site, sum: Tensor): Tensor {
  const { sumScale, sumDetached } = site.plan;
  if (!sumDetached || sumScale === undefined) return scaledAt(site, sum, sumScale);
  const factor = scaleOperand(scaleSite(site), sumScale);
  return add(sum, mul(detach(sum), typeof factor === 'number' ? factor - 1 : sub(factor, 1)));
}

/** x plus a shift of the plan, whose vectors run along the last axis of x. */
export function shifted(site: Site, x: Tensor, shift: Site['plan']['inputShift']): Tensor {
  if (shift === undefined) return x;
  const { lengths, ...place } = scaleSite(site);
  return add(x, scaleOperand({ ...place, lengths: { ...lengths, feature: x.shape.at(-1) as number } }, shift));
}
