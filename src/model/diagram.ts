/** The block diagram of a sublayer as data, read off its plan; drawing it is the chart's work. */
import { normalizers } from './normalizer/index.ts';
import type { NormSite, SublayerPlan } from './placement/types.ts';
import { printScale } from './scale/print.ts';
import type { Scale } from './scale/types.ts';

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
  /** Set when the branch, or the sum, reads the stream as it entered the block. */
  readonly fromBlock: boolean;
  readonly addsBlock: boolean;
}

export function diagram(plan: SublayerPlan, normalizer: string, branchLabel: string): SublayerDiagram {
  const symbol = (site: NormSite): string => normalizers.get(site.normalizer ?? normalizer).symbol;
  const box = (site: NormSite | undefined): DiagramBox[] => (site ? [{ kind: 'norm', label: symbol(site) }] : []);
  const scale = (value: Scale | undefined, sign = '×'): DiagramBox[] =>
    value === undefined || (value === 1 && sign === '×') ? [] : [{ kind: 'scale', label: `${sign}${short(value)}` }];
  const normed = (['q', 'k', 'v'] as const).filter((field) => plan[field]);
  const inside = normed.length > 0 ? [{ kind: 'norm', label: `${normed.join('')} ${symbol(plan[normed[0] as 'q'] as NormSite)}` } as const] : [];
  const last: DiagramBox[] = plan.inner || plan.innerShift !== undefined ? [{ kind: 'branch', label: 'W' }] : [];
  return {
    entry: box(plan.entry),
    branch: [
      ...scale(plan.readScale),
      ...box(plan.input),
      ...scale(plan.inputScale),
      ...scale(plan.inputShift, '+'),
      ...inside,
      ...scale(plan.qkScale),
      { kind: 'branch', label: branchLabel },
      ...scale(plan.headScale),
      ...box(plan.inner),
      ...scale(plan.innerShift, '+'),
      ...last,
      ...box(plan.output),
      ...scale(plan.branchScale),
    ],
    identity: scale(plan.streamScale),
    exit: [...scale(plan.sumScale), ...box(plan.exit)],
    fromBlock: plan.from === 'block',
    addsBlock: plan.identity?.includes('block') ?? false,
  };
}

/** Three digits of a number, else the formula. */
const short = (scale: Scale): string => (typeof scale === 'number' ? String(Number(scale.toPrecision(3))) : printScale(scale));
