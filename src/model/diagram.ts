/** The block diagram of a sublayer as data, read off its plan; drawing it is the chart's work. */
import { normalizers } from './normalizer/index.ts';
import type { NormSite, SublayerPlan } from './placement/types.ts';

export interface DiagramBox {
  readonly kind: 'norm' | 'branch' | 'scale';
  readonly label: string;
}

/** Boxes in the direction of the data: before the fork, along the branch, along the identity, after the add. */
export interface SublayerDiagram {
  readonly entry: readonly DiagramBox[];
  readonly branch: readonly DiagramBox[];
  readonly identity: readonly DiagramBox[];
  readonly exit: readonly DiagramBox[];
}

export function diagram(plan: SublayerPlan, normalizer: string, branchLabel: string): SublayerDiagram {
  const box = (site: NormSite | undefined): DiagramBox[] =>
    site ? [{ kind: 'norm', label: normalizers.get(site.normalizer ?? normalizer).symbol }] : [];
  const scale = (value: number | undefined): DiagramBox[] =>
    value === undefined || value === 1 ? [] : [{ kind: 'scale', label: `×${Number(value.toPrecision(3))}` }];
  return {
    entry: box(plan.entry),
    branch: [
      ...box(plan.input),
      ...scale(plan.inputScale),
      { kind: 'branch', label: branchLabel },
      ...box(plan.output),
      ...scale(plan.branchScale),
    ],
    identity: scale(plan.streamScale),
    exit: box(plan.exit),
  };
}
