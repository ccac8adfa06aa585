/** The tensor and the norm that are looked at, in step with the address. */
import { computed, signal } from '@preact/signals';
import { type Anatomy, anatomy, normalizers, reads } from 'normlab/web';
import { z } from 'zod';
import { inAddress } from '../shell/route.ts';
import { type Told, told } from '../worker/told.ts';

export const most = { sequences: 3, positions: 4, features: 8 } as const;

const numbers = z.array(z.number()).max(most.sequences * most.positions * most.features);
const schema = z.strictObject({
  normalizer: z.enum(normalizers.ids).default('layer'),
  sequences: z.int().min(1).max(most.sequences).default(2),
  positions: z.int().min(1).max(most.positions).default(3),
  features: z.int().min(2).max(most.features).default(4),
  eps: z.number().min(0).max(1000).optional(),
  x: numbers.optional(),
  weight: numbers.optional(),
  bias: numbers.optional(),
});

export interface AnatomyState {
  readonly normalizer: string;
  readonly sequences: number;
  readonly positions: number;
  readonly features: number;
  readonly eps: number;
  readonly x: readonly number[];
  readonly weight: readonly number[] | undefined;
  readonly bias: readonly number[] | undefined;
}

/** Numbers that are easy to read and unlike each other. */
export const example = (length: number): number[] =>
  Array.from({ length }, (_, i) => Math.round(10 * (2 * Math.sin(2.1 * i + 0.6) + ((i * 7) % 5) / 2)) / 10);

export function fromQuery(query: URLSearchParams): AnatomyState {
  const list = (text: string) => (text === '' ? [] : text.split(',').map(Number));
  const read = { ...Object.fromEntries(query) } as Record<string, unknown>;
  for (const name of ['sequences', 'positions', 'features', 'eps']) if (query.has(name)) read[name] = Number(query.get(name));
  for (const name of ['x', 'weight', 'bias']) if (query.has(name)) read[name] = list(query.get(name) as string);
  const kept = Object.fromEntries(
    Object.entries(schema.shape).flatMap(([name, field]) => {
      const fit = (field as z.ZodType).safeParse(read[name]);
      return fit.success && fit.data !== undefined ? [[name, fit.data]] : [];
    }),
  );
  const { normalizer, sequences, positions, features, eps, x, weight, bias } = schema.parse(kept);
  const size = sequences * positions * features;
  return {
    normalizer,
    sequences,
    positions,
    features,
    eps: eps ?? normalizers.get(normalizer).eps,
    x: x?.length === size ? x : example(size),
    weight,
    bias,
  };
}

function toQuery({ weight, bias, x, ...rest }: AnatomyState): URLSearchParams {
  const query = new URLSearchParams(Object.entries(rest).map(([name, value]) => [name, String(value)]));
  query.set('x', x.join(','));
  if (weight) query.set('weight', weight.join(','));
  if (bias) query.set('bias', bias.join(','));
  return query;
}

export const state = inAddress('anatomy', fromQuery, toQuery);

export const change = (next: Partial<AnatomyState>): void => {
  const { sequences, positions, features, ...rest } = { ...state.value, ...next };
  const size = sequences * positions * features;
  state.value = { sequences, positions, features, ...rest, x: rest.x.length === size ? rest.x : example(size) };
};

/** The output that is looked at. */
export const selected = signal(0);

const optionsOf = (now: AnatomyState) => {
  const { normalizer, sequences, positions, features, eps, weight, bias } = now;
  const { epsAt, options } = normalizers.get(normalizer);
  // What would not fit the width: groups that divide nothing.
  const own = 'groups' in options ? { groups: features % 2 === 0 ? 2 : 1 } : 'share' in options ? { share: 0.5 } : {};
  return {
    normalizer: { id: normalizer, ...own, ...(epsAt === 'none' ? {} : { eps }) },
    shape: [sequences, positions, features] as const,
    stored: { ...(weight && { weight }), ...(bias && { bias }) },
  };
};

type Answer = { readonly y: Anatomy['y']; readonly stored: Anatomy['stored']; readonly reads: readonly (readonly number[])[] } | Told;

const structure = computed(() => {
  const { normalizer, sequences, positions, features } = state.value;
  return JSON.stringify([normalizer, sequences, positions, features]);
});

const read = computed(() => {
  structure.value;
  return attempt(() => reads(optionsOf(state.peek())));
});

const attempt = <T>(work: () => T): T | Told => {
  try {
    return work();
  } catch (error) {
    return told(error);
  }
};

/** What comes out, and what each output reads. */
export const answer = computed((): Answer => {
  const { x } = state.value;
  const found = attempt(() => anatomy({ ...optionsOf(state.value), x }));
  if ('key' in found) return found;
  const all = read.value;
  return 'key' in all ? (all as Told) : { ...found, reads: all };
});

/** The same with one token scaled and shifted. */
export const outputOf = (x: readonly number[]): readonly number[] | undefined => {
  const found = attempt(() => anatomy({ ...optionsOf(state.value), x }));
  return 'key' in found ? undefined : found.y;
};
