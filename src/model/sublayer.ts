/** The only reader of a plan: one sublayer around its branch function f, with its taps. */
import { add, detach, mul, sub } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
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
}

/** y = exit(c·(a·entry(x) + b·output(f(s·input(r·entry(x)))))), and the streams after it. */
export function sublayer(site: Site, { residual, streams, block }: SublayerInput, f: (site: Site, branchIn: Tensor) => Tensor): Streams {
  const { scope, plan, place } = site;
  const tap = (name: SublayerTap, value: Tensor): Tensor => {
    scope.tap(tapName(place, name), value);
    return value;
  };
  const found = residual.read(site, streams);
  const stream = normAt(site, 'entry', tap('stream_in', found.stream));
  const origins: Readonly<Record<Origin, Tensor>> = { stream, block };
  const read = scaledAt(site, origins[plan.from ?? 'stream'], plan.readScale);
  const branchIn = tap('branch_in', shifted(site, scaledAt(site, normAt(site, 'input', read), plan.inputScale), plan.inputShift));
  const branchOut = tap('branch_out', scope.drop(place.key, f(site, branchIn)));
  const write = scaledAt(site, normAt(site, 'output', branchOut), plan.branchScale);
  const kept = found.identity ?? (plan.identity ?? ['stream']).map((origin) => origins[origin]).reduce((a, b) => add(a, b));
  const identity = tap('identity', scaledAt(site, kept, plan.streamScale));
  const wrote = tap('write', residual.wrote?.(site, streams, write) ?? write);
  const out = tap('stream_out', normAt(site, 'exit', scaledSum(site, tap('sum', add(identity, wrote)))));
  return residual.next(site, streams, { out, write, branchOut });
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
