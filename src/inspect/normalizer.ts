/** Which normalizer, from what its parameters and the configuration say. */
import { type ConfigFlag, epsFlags, fileOf, type ModelConfigFile } from './config.ts';
import type { TypeRow } from './model-type.ts';
import type { Norm } from './norms.ts';
import type { Note } from './types.ts';

/** Fields that say which it is: by being true, or by a word in them. */
const kindFlags = ['rmsnorm', 'rms_norm', 'use_rmsnorm', 'use_rms_norm'] as const satisfies readonly ConfigFlag[];
const kindTexts = [
  'layer_norm_type',
  'norm_type',
  'normalization',
  'normalization_type',
  'norm_layer',
] as const satisfies readonly ConfigFlag[];
/** Fields by which the stored gain is the gain minus 1. */
const offsetFlags = ['apply_layernorm_1p', 'zero_centered_gamma', 'layernorm_zero_centered_gamma'] as const satisfies readonly ConfigFlag[];

export interface NormalizerReading {
  readonly normalizer: string | null;
  readonly evidence: readonly Note[];
  readonly caveats: readonly Note[];
}

/** Normalizers whose stored gain is the gain minus 1. */
const offset: ReadonlySet<string> = new Set(['rms-1p', 'layer-1p']);
export const isOffset = (normalizer: string | null): boolean => normalizer !== null && offset.has(normalizer);

/** Normalizers that have a bias. */
const biased: ReadonlySet<string> = new Set(['layer', 'layer-1p']);

export function readNormalizer(
  norms: readonly Norm[],
  config: ModelConfigFile | undefined,
  row: TypeRow | undefined,
  usual: string | undefined,
): NormalizerReading {
  const evidence: Note[] = [];
  const say = (name: ConfigFlag | undefined) => {
    if (name) evidence.push({ key: 'inspect.evidence.flag', values: { file: fileOf(config), name, value: String(config?.[name]) } });
    return name;
  };
  const eps = epsFlags.find((name) => typeof config?.[name] === 'number');
  if (eps) evidence.push({ key: 'inspect.evidence.eps', values: { file: fileOf(config), name: eps, value: String(config?.[eps]) } });
  const flag = say(kindFlags.find((name) => typeof config?.[name] === 'boolean'));
  const word = (name: (typeof kindTexts)[number]): string => config?.[name] ?? '';
  const text = kindTexts.find((name) => /rms|layer/i.test(word(name)));
  say(text);
  const shifted = say(offsetFlags.find((name) => config?.[name] === true));
  const biases = norms.length > 0 ? norms.some(({ hasBias }) => hasBias) : undefined;
  if (biases !== undefined) evidence.push({ key: biases ? 'inspect.evidence.bias' : 'inspect.evidence.noBias', values: {} });
  const said = flag ? (config?.[flag] ? 'rms' : 'layer') : text && /rms/i.test(word(text)) ? 'rms' : undefined;
  const fromNames = biases ? 'layer' : biases === false ? (usual ?? null) : null;
  const base = said ?? row?.normalizer ?? (!biases && eps === 'rms_norm_eps' ? 'rms' : fromNames);
  const fitting = biases ? (biased.has(base ?? '') ? base : 'layer') : biases === false && base === 'layer' ? 'layer-no-bias' : base;
  const stored = shifted && fitting !== null && !isOffset(fitting) ? (fitting.startsWith('rms') ? 'rms-1p' : 'layer-1p') : fitting;
  const normalizer = config?.normalizer ?? (config?.wholeGains && isOffset(stored) ? (stored as string).replace('-1p', '') : stored);
  const caveats: Note[] = isOffset(normalizer) ? [{ key: 'inspect.caveat.offset', values: {} }] : [];
  if (normalizer === null && norms.length > 0) caveats.push({ key: 'inspect.caveat.normalizer', values: {} });
  return { normalizer, evidence, caveats };
}
