/** The only reader of a plan: one sublayer around its branch function f, with its taps. */
import { add, mul } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { applyNorm } from './norm.ts';
import type { NormSite, SublayerPlan } from './placement/types.ts';
import type { Scope } from './scope.ts';
import { sublayerTap } from './taps.ts';
import type { ModelConfig, SublayerKind } from './types.ts';

type Site = 'entry' | 'input' | 'output' | 'exit';

export interface SublayerPosition {
  readonly layer: number;
  readonly kind: SublayerKind;
}

/** y = exit(a·entry(x) + b·output(f(s·input(entry(x))))) */
export function sublayer(
  scope: Scope,
  config: ModelConfig,
  plan: SublayerPlan,
  { layer, kind }: SublayerPosition,
  x: Tensor,
  f: (branchIn: Tensor) => Tensor,
): Tensor {
  const at = (site: Site, value: Tensor): Tensor => {
    const normSite: NormSite | undefined = plan[site];
    return normSite ? applyNorm(scope, config, normSite, `layers.${layer}.${kind}.${site}_norm`, value, layer) : value;
  };
  const tap = (name: Parameters<typeof sublayerTap>[2], value: Tensor): Tensor => {
    scope.tap(sublayerTap(layer, kind, name), value);
    return value;
  };
  const stream = at('entry', tap('stream_in', x));
  const branchIn = tap('branch_in', mul(at('input', stream), plan.inputScale ?? 1));
  const branchOut = tap('branch_out', scope.drop(`layers.${layer}.${kind}`, f(branchIn)));
  const write = tap('write', mul(at('output', branchOut), plan.branchScale ?? 1));
  const identity = tap('identity', mul(stream, plan.streamScale ?? 1));
  return tap('stream_out', at('exit', tap('sum', add(identity, write))));
}
