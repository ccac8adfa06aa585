/** A custom placement as data, in step with the address. */
import { computed, effect, signal } from '@preact/signals';
import { addedParameters, type CustomRule, modelFor, normFields, scaleFields } from 'normlab/web';
import { parse } from 'yaml';
import { inAddress, route } from '../shell/route.ts';
import { told } from '../worker/told.ts';

/** What the page composes; the format itself knows more, which is kept as it came. */
export interface Composition {
  readonly id: 'custom';
  readonly rules: readonly CustomRule[];
  readonly finalNorm: boolean;
  readonly embeddingNorm: boolean;
  readonly [further: string]: unknown;
}

export const most = { rules: 6, address: 8000 } as const;

/** Sandwich-Norm, to be changed. */
const first: Composition = { id: 'custom', rules: [{ input: true, output: true }], finalNorm: true, embeddingNorm: false };

/** Of the network that equation and parameters are shown for. */
export const depth = 6;

export const composeQuery = (placement: object): URLSearchParams => new URLSearchParams({ placement: JSON.stringify(placement) });

const known = new Set([...Object.keys(normFields), ...Object.keys(scaleFields), 'sublayers', 'layers', 'from', 'identity', 'sumDetached']);

/** The page composes a decoder: of norms that two stacks have apart, it takes that stack's. */
const ofDecoder = (given: unknown, usual: boolean): boolean =>
  Boolean(typeof given === 'object' && given !== null ? ((given as { decoder?: unknown }).decoder ?? usual) : given);

/** From an address that anybody can write: rules with fields that exist; what they hold is judged like any spec. */
export function fromQuery(query: URLSearchParams): Composition {
  const text = query.get('placement');
  if (text === null || text.length > most.address) return first;
  return composed(() => JSON.parse(text) as unknown) ?? first;
}

/** From a file: a spec, or the placement alone, in YAML or JSON; undefined when it holds no placement of your own. */
export const fromFile = (text: string): Composition | undefined =>
  composed(() => {
    const content = parse(text) as { model?: { placement?: unknown } };
    return content.model?.placement ?? content;
  });

function composed(read: () => unknown): Composition | undefined {
  try {
    const { rules, finalNorm = true, embeddingNorm = false, residual } = read() as Record<string, unknown>;
    if (!Array.isArray(rules) || rules.length === 0) return undefined;
    const kept = rules
      .slice(0, most.rules)
      .map((rule: object) => Object.fromEntries(Object.entries(rule ?? {}).filter(([name]) => known.has(name))));
    const further = typeof residual === 'string' ? { residual } : {};
    return { id: 'custom', rules: kept, finalNorm: ofDecoder(finalNorm, true), embeddingNorm: ofDecoder(embeddingNorm, false), ...further };
  } catch {
    return undefined;
  }
}

export const state = inAddress('compose', fromQuery, composeQuery);
/** The rule that clicks change. */
export const current = signal(0);
// Another address may have fewer rules.
effect(() => {
  route.value;
  current.value = 0;
});

export const change = (next: Partial<Composition>): void => {
  state.value = { ...state.value, ...next };
};

export function changeRule(fields: Partial<CustomRule>): void {
  const rules = state.value.rules.map((rule, i) =>
    i === current.value
      ? (Object.fromEntries(Object.entries({ ...rule, ...fields }).filter(([, value]) => value !== undefined)) as CustomRule)
      : rule,
  );
  change({ rules });
}

export const rule = computed((): CustomRule => state.value.rules[current.value] ?? {});

/** The model around it, and what it adds; or what is wrong with it. */
export const built = computed(() => {
  try {
    const model = modelFor(state.value, { depth, width: 16, heads: 2, architecture: 'decoder', normalizer: { id: 'layer' } });
    return { model, added: addedParameters(model) };
  } catch (error) {
    return told(error);
  }
});
