/** Which normalizer, from what its parameters and the configuration say. */
import { type ConfigFlag, fileOf, type ModelConfigFile } from './config.ts';
import type { TypeRow } from './model-type.ts';
import type { Norm } from './norms.ts';
import type { Pattern } from './pattern.ts';
import type { Note } from './types.ts';

/** Names that configurations have for ε; one of them says which normalizer it is. */
const epsNames = [
  'rms_norm_eps',
  'layer_norm_eps',
  'layer_norm_epsilon',
  'norm_epsilon',
  'norm_eps',
  'layernorm_epsilon',
] as const satisfies readonly ConfigFlag[];

export interface NormalizerReading {
  readonly normalizer: string | null;
  readonly evidence: readonly Note[];
  readonly caveats: readonly Note[];
}

/** Normalizers whose stored gain is the gain minus 1. */
const offset: ReadonlySet<string> = new Set(['rms-1p', 'layer-1p']);

export function readNormalizer(
  norms: readonly Norm[],
  config: ModelConfigFile | undefined,
  row: TypeRow | undefined,
  pattern: Pattern | undefined,
): NormalizerReading {
  const evidence: Note[] = [];
  const eps = epsNames.find((name) => typeof config?.[name] === 'number');
  if (eps) evidence.push({ key: 'inspect.evidence.eps', values: { file: fileOf(config), name: eps, value: String(config?.[eps]) } });
  const biases = norms.length > 0 ? norms.some(({ hasBias }) => hasBias) : undefined;
  if (biases !== undefined) evidence.push({ key: biases ? 'inspect.evidence.bias' : 'inspect.evidence.noBias', values: {} });
  const said = config?.normalizer ?? row?.normalizer ?? fromTensors(biases, eps, pattern);
  const normalizer = config?.wholeGains && said !== null && offset.has(said) ? said.replace('-1p', '') : said;
  const caveats: Note[] = normalizer !== null && offset.has(normalizer) ? [{ key: 'inspect.caveat.offset', values: {} }] : [];
  if (normalizer === null && norms.length > 0) caveats.push({ key: 'inspect.caveat.normalizer', values: {} });
  return { normalizer, evidence, caveats };
}

function fromTensors(biases: boolean | undefined, eps: string | undefined, pattern: Pattern | undefined): string | null {
  if (biases) return 'layer';
  if (eps === 'rms_norm_eps') return 'rms';
  return biases === false ? (pattern?.weightOnly ?? null) : null;
}
