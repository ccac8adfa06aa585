/** What the equations of the sublayers do not show, where it is not the usual: norms around the blocks, the normalizer, the embedding's factor. */
import { optionValues } from '../core/options.ts';
import { architectures } from './architecture/index.ts';
import { normalizers } from './normalizer/index.ts';
import type { NetworkShape } from './place.ts';
import { type PlacementConfig, readPlacement } from './placement/read.ts';
import { normSites } from './placement/sites.ts';
import type { NormSite } from './placement/types.ts';
import { ruleOf } from './residual/index.ts';
import { plain } from './residual/plain.ts';
import type { ModelConfig } from './types.ts';

export type AroundConfig = NetworkShape & PlacementConfig & Pick<ModelConfig, 'normalizer' | 'embeddingScale'>;

/** "in = LN(√d·e)", "out = x", "LN = layer:eps=1e-12"; e is the embedding, x the stream behind the last block. */
export const aroundEquations = (config: AroundConfig): string[] => [...frameNotes(config), ...normalizerNotes(config)];

function frameNotes(config: AroundConfig): string[] {
  const stacks = architectures.get(config.architecture).stacks(config);
  const notes = stacks.map(({ id }) => frameNote(config, id));
  const [first = []] = notes;
  const same = notes.every((note) => note.join() === first.join());
  return same ? first : stacks.flatMap(({ id }, i) => (notes[i] as string[]).map((note) => `${id} ${note}`));
}

function frameNote(config: AroundConfig, stack: 'encoder' | 'decoder'): string[] {
  const own = readPlacement(config).frameOf(stack);
  const usual = readPlacement({ ...config, finalNorm: undefined, embeddingNorm: undefined }).frameOf(stack);
  const { embeddingScale } = config;
  const normed = (site: NormSite | undefined, text: string) =>
    site ? `${normalizers.get(site.normalizer ?? config.normalizer.id).symbol}(${text})` : text;
  const entered = embeddingScale !== undefined || (own.embeddingNorm === undefined) !== (usual.embeddingNorm === undefined);
  const { rule } = ruleOf(own.residual);
  // Rules of several streams write the final norm as N.
  const [end, variable] = rule.id === plain.id ? ['out', 'x'] : ['N(z)', 'z'];
  return [
    ...(entered ? [`in = ${normed(own.embeddingNorm, embeddingScale === undefined ? 'e' : `${embeddingScale}·e`)}`] : []),
    ...(own.finalNorm === usual.finalNorm ? [] : [`${end} = ${normed(own.finalNorm ? {} : undefined, variable)}`]),
  ];
}

/** Normalizers that stand somewhere and are not what their symbol usually means, with what was chosen of them. */
function normalizerNotes(config: AroundConfig): string[] {
  const used = new Set(normSites(config).map(({ normalizer }) => normalizer ?? ''));
  return [...used].flatMap((id) => normalizerNote(id === '' ? config.normalizer : { id }));
}

function normalizerNote({ id, ...given }: AroundConfig['normalizer']): string[] {
  const { symbol, eps, epsAt, options } = normalizers.get(id);
  const usual = normalizers.members.find((member) => member.symbol === symbol)?.id;
  const defaults = optionValues(options, {});
  const chosen = Object.entries(optionValues(options, given)).filter(([name, value]) => value !== defaults[name]);
  const own = given.eps === undefined || given.eps === eps || epsAt === 'none' ? [] : [['eps', given.eps.toExponential()]];
  const parts = [id, ...[...own, ...chosen].map(([name, value]) => `${name}=${value}`)];
  return id === usual && parts.length === 1 ? [] : [`${symbol} = ${parts.join(':')}`];
}
