/** What a page measures in less than a minute of what a claim needs at initialisation. */
import type { Claim, Need, SignalNeed, SignalOptions } from 'normlab/web';

/** Compiling takes most of the time, and deep networks most of that. */
const most = { depths: 3, seeds: 16 } as const;

const isSignal = (need: Need): need is SignalNeed => need.kind === 'signal';

/** The needs by name, without the largest depths, if all of them are measurements at initialisation. */
export function smallerNeeds({ needs }: Claim): ReadonlyMap<string, SignalNeed> | undefined {
  const all = Object.entries(needs);
  const small = all.flatMap(([name, need]) => (isSignal(need) ? [[name, smaller(need)] as const] : []));
  return all.length > 0 && small.length === all.length ? new Map(small) : undefined;
}

const smaller = ({ depths, seeds, ...need }: SignalNeed): SignalNeed => ({
  ...need,
  depths: depths.slice(0, most.depths),
  seeds: Math.min(most.seeds, seeds),
});

export const optionsOf = ({ kind: _kind, ...options }: SignalNeed): SignalOptions => options;
