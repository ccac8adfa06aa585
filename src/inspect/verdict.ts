/** What the names allow, weighed; and whether the configuration agrees. */

import { type Facts, heard } from './evidence.ts';
import type { TypeReading } from './flag.ts';
import { formOf } from './form.ts';
import { patterns } from './pattern.ts';
import { onlyCount, waysToStand } from './role.ts';
import type { Candidate, Confidence, Note, Pattern, StackReading } from './types.ts';

/** In bits: what a known family's names say of its placements, names in their usual sense, in another, and names that only count. */
const strength = { family: 6, usual: 7, unusual: 4, counted: { in: 4, exit: 4, out: 1 } } as const;

/** By how many bits a placement must lead to be named: odds of 8 to 1. */
const lead = 3;

/** What names say. */
export interface NamesReading {
  /** Placements that nothing else leads by enough, the likeliest first. */
  readonly candidates: readonly Candidate[];
  /** Placements that such names allow, whether or not they are usual, and nothing firm speaks against. */
  readonly possible: ReadonlySet<string>;
  readonly evidence: readonly Note[];
  readonly rows: readonly Pattern[];
}

/** Rows of known families that nothing seen contradicts. */
export function familiesOf({ stack, norms, frame, complete }: Omit<Facts, 'rows' | 'siblings'>): Pattern[] {
  const seen = norms.outer.map(({ module }) => module);
  const names = [...stack.parts.keys()];
  return patterns.filter(
    ({ norms: wanted, optional = [], final, has, lacks, sub = false }) =>
      wanted.every((name) => seen.includes(name)) &&
      seen.every((name) => wanted.includes(name) || optional.includes(name)) &&
      (frame.unclear || finalFits(final, frame.final, complete)) &&
      (!has || names.some((name) => has.test(name))) &&
      (!lacks || !names.some((name) => lacks.test(name))) &&
      sub === norms.inner.has('sub'),
  );
}

function finalFits(wanted: Pattern['final'], final: string | undefined, complete: boolean): boolean {
  if (wanted === undefined) return true;
  if (final === undefined) return !complete || wanted === 'none';
  return wanted !== 'none' && wanted.includes(final.split('.').at(-1) as string);
}

/** A norm alone in a block with both branches is read by both. */
const standing = ({ stack, norms: { outer } }: Facts) => {
  const ways = waysToStand(outer);
  const parts = [...stack.parts.keys()];
  const both = parts.some((rest) => /mlp|ffn|feed_?forward|^ff|fc1/i.test(rest)) && parts.some((rest) => /att/i.test(rest));
  const lone = outer.length === 1 && both && /^(input_layernorm|ln_1|ln1|norm1|norm|attn_norm|input_norm|ln)$/.test(outer[0]?.module ?? '');
  return lone ? [...ways, { sites: 'block', unusual: 0 }] : ways;
};

export function weigh(facts: Facts): NamesReading {
  const bits = new Map<string, number>();
  const raise = (placement: string, by: number) => bits.set(placement, Math.max(by, bits.get(placement) ?? 0));
  const { rows } = facts;
  // Learned factors on what a branch writes are the same whatever the norms are called.
  const scaled = formOf('in', facts)?.placements.includes('layerscale') ?? false;
  for (const { placement } of rows.flatMap(({ readings }) => readings))
    raise(scaled && placement === 'pre' ? 'layerscale' : placement, strength.family);
  const counted = onlyCount(facts.norms.outer) && facts.norms.outer.length > 1;
  for (const { sites, unusual } of standing(facts)) {
    const form = formOf(sites, facts);
    if (!form || (rows.length > 0 && !form.placements.some((placement) => bits.has(placement)))) continue;
    const bySense = unusual === 0 ? strength.usual : strength.unusual;
    const by = counted ? (strength.counted as Readonly<Record<string, number>>)[sites] : bySense;
    if (rows.length === 0 && by !== undefined) for (const placement of form.placements) raise(placement, by);
    for (const placement of form.byFlag ?? []) raise(placement, 0);
  }
  const spoken = heard(facts);
  const firm = new Map<string, number>();
  for (const { says, firm: isFirm } of spoken)
    for (const [placement, by] of Object.entries(says)) {
      if (bits.has(placement)) bits.set(placement, (bits.get(placement) as number) + by);
      if (isFirm && rows.length > 0) firm.set(placement, (firm.get(placement) ?? 0) + by);
    }
  const best = Math.max(lead, ...bits.values());
  const families = united(rows);
  const likely = [...bits].filter(([, own]) => own > best - lead && own > 0).sort(([, a], [, b]) => b - a);
  const most = Math.max(0, ...likely.map(([placement]) => firm.get(placement) ?? 0));
  return {
    candidates: likely.map(([placement]) => ({ placement, families: families.get(placement) ?? '' })),
    possible: new Set([...bits.keys()].filter((placement) => most - (firm.get(placement) ?? 0) < lead)),
    evidence: spoken
      // What says the same of all that is possible tells nothing apart.
      .filter(({ says }) => new Set([...bits.keys()].map((placement) => says[placement] ?? 0)).size > 1)
      .map(({ key, values }) => ({ key, values })),
    rows,
  };
}

/** By placement, all models that are built so. */
function united(rows: readonly Pattern[]): Map<string, string> {
  const found = new Map<string, Set<string>>();
  for (const { placement, families } of rows.flatMap(({ readings }) => readings))
    found.set(placement, (found.get(placement) ?? new Set()).add(families));
  return new Map([...found].map(([placement, families]) => [placement, [...families].join('; ')]));
}

type Verdict = Pick<StackReading, 'placement' | 'candidates' | 'confidence'>;

/** A flag that the file sets outweighs what is usual with such names; what a type does by itself does not. */
export function decide({ candidates, possible }: Pick<NamesReading, 'candidates' | 'possible'>, said: TypeReading | undefined): Verdict {
  const verdict = (placement: string | null, confidence: Confidence, among = candidates): Verdict => ({
    placement,
    confidence,
    candidates: among,
  });
  const wanted = said ? [said.placement, ...(said.also ?? [])] : [];
  const agreed = candidates.find(({ placement }) => wanted.includes(placement));
  if (agreed) return verdict(agreed.placement, 'high', [agreed]);
  const flagged = said?.flag?.given ? wanted.find((placement) => possible.has(placement)) : undefined;
  if (flagged) return verdict(flagged, 'high', [{ placement: flagged, families: 'config.json' }]);
  if (said) return verdict(null, 'undecided', [...candidates, { placement: said.placement, families: 'config.json' }]);
  const [only] = candidates;
  return candidates.length === 1 && only ? verdict(only.placement, 'medium') : verdict(null, 'undecided');
}
