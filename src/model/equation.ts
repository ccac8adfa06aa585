/** The equation of a sublayer, read off its plan: "x ← x + LN(F(LN(x)))". */
import { normalizers } from './normalizer/index.ts';
import type { NormSite, SublayerPlan } from './placement/types.ts';

const factor = (scale: number | undefined): string => (scale === undefined || scale === 1 ? '' : `${Number(scale.toPrecision(6))}·`);

export function equation(plan: SublayerPlan, normalizer: string): string {
  const wrap = (site: NormSite | undefined, inner: string) =>
    site ? `${normalizers.get(site.normalizer ?? normalizer).symbol}(${inner})` : inner;
  const stream = wrap(plan.entry, 'x');
  const branchIn = `${factor(plan.inputScale)}${wrap(plan.input, stream)}`;
  const write = `${factor(plan.branchScale)}${wrap(plan.output, `F(${branchIn})`)}`;
  return `x ← ${wrap(plan.exit, `${factor(plan.streamScale)}${stream} + ${write}`)}`;
}
