/**
 * Where a norm stands, by its name. A name may allow several roles, the usual one first; those of a block must fit together.
 *
 * A role is a sublayer and a site of the plan: `attn.in` is the norm on what attention receives, `attn.out` the one on what it
 * returns, `attn.exit` the one on the sum. `block.in` is read by all branches of the block.
 */
import type { Norm } from './norms.ts';

type Sublayer = 'attn' | 'cross' | 'ffn';
type Site = 'in' | 'out' | 'exit';
type Role = `${Sublayer}.${Site}`;

const anywhere = (sublayer: Sublayer): Role[] => [`${sublayer}.in`, `${sublayer}.exit`, `${sublayer}.out`];

const attn = '(self_?|causal_|temporal_)?(attn|attention|att|mha|sa|mixer|operator|mamba|linear_attn|time_mix(er)?)';
const cross = '(cross_?(attn|attention)|(encoder|enc_dec|src|encoder_decoder)_?(attn|attention)|inter_attention|ca)';
const ffn = '(mlp|ffn?|ffw|feed_?forward|moe|ff_?sub_?layer|channel_mix(er)?|fc)';
const pre = '(pre|before)';
const norm = '(layer_?|rms_?)?(norm|ln)';

const row = (pattern: string, ...roles: Role[]) => ({ name: new RegExp(`^(${pattern})$`, 'i'), roles, counts: false });
/** A name that only counts is in no sense the usual one. */
const counted = (number: number, ...roles: Role[]) => ({ ...row(`${norm}s?(_|\\.)?${number}`, ...roles), counts: true });

/** The first row that a name fits says what it may be. */
const rows = [
  // Names that say the site.
  row(`(.*\\.)?pre_?${cross}_?${norm}`, 'cross.in'),
  row(`(.*\\.)?post_?${cross}_?${norm}`, 'cross.out', 'ffn.in'),
  row(`(.*\\.)?(${pre}_?${attn}_?${norm}|(temporal_pre|input)_?${norm}|${norm}_(before|in|input)|${norm}_${pre}_?${attn})`, 'attn.in'),
  row(`(.*\\.)?(${pre}_?${ffn}_?${norm}|channel_pre_${norm}|${norm}_${pre}_?${ffn})`, 'ffn.in'),
  row(`(.*\\.)?(post_self_?attn_?${norm}|post_norm1|post_?attn_norm|post_?attn_post_${norm})`, 'attn.out', 'ffn.in'),
  row(`(.*\\.)?(post_?${attn}_?${norm}|${attn}_post_?${norm}|${norm}_post_?${attn})`, 'ffn.in', 'attn.out'),
  row(`(.*\\.)?(post_?${ffn}_?${norm}|${ffn}_post_?${norm}|${norm}_post_?${ffn}|post_norm2)`, 'ffn.out'),
  row(`(.*\\.)?linear_proj\\.post_${norm}`, 'attn.out'),
  row(`(.*\\.)?linear_fc2\\.post_${norm}`, 'ffn.out'),
  row('attn\\.(input|entry)_norm', 'attn.in'),
  row('cross\\.(input|entry)_norm', 'cross.in'),
  row('ffn\\.(input|entry)_norm', 'ffn.in'),
  row('attn\\.output_norm|attn\\.0\\.1', 'attn.out'),
  row('cross\\.output_norm|cross\\.0\\.1', 'cross.out'),
  row('ffn\\.output_norm|ffn\\.0\\.1', 'ffn.out'),
  row(`attn\\.exit_norm|attn\\.0\\.2|${attn}\\.output\\.${norm}|${attn}_output_${norm}`, 'attn.exit'),
  row(`cross\\.exit_norm|cross\\.0\\.2|${cross}\\.output\\.${norm}`, 'cross.exit'),
  row(`ffn\\.exit_norm|ffn\\.0\\.2|output(_query)?\\.${norm}|(layer_)?output_${norm}`, 'ffn.exit'),
  row(`${cross}\\.linear_q\\.layer_norm`, 'cross.in'),
  // A matrix that a norm is fused to reads what it returns; so does a branch that begins with its norm.
  row('attn\\.0\\.0|(.*\\.)?(linear_qkv|linear_q|in_proj|0(\\.fn)?)\\.layer_norm|0(\\.fn)?\\.norm|sublayer\\.0\\.norm', 'attn.in'),
  row('cross\\.0\\.0', 'cross.in'),
  row('ffn\\.0\\.0|(.*\\.)?linear_fc1\\.layer_norm|1(\\.fn)?\\.(net\\.0|norm)', 'ffn.in'),
  row('sublayer\\.1\\.norm', 'ffn.in', 'cross.in'),
  row('sublayer\\.2\\.norm', 'ffn.in'),
  // Names that say the sublayer: mostly the norm before it.
  row(`(.*\\.)?(${cross}_?${norm}|${norm}_?${cross})`, ...anywhere('cross')),
  row(`(.*\\.)?(${attn}_?${norm}|${norm}_?${attn})`, ...anywhere('attn')),
  row(`(.*\\.)?(${ffn}_?${norm}|${norm}_?${ffn})`, ...anywhere('ffn')),
  row(`${cross}\\.${norm}`, ...anywhere('cross')),
  row(`${attn}\\.(layer_prepostprocess\\.)?${norm}`, ...anywhere('attn')),
  row(`${ffn}\\.(layer_prepostprocess\\.)?${norm}|final_${norm}`, ...anywhere('ffn')),
  row(norm, ...anywhere('attn'), ...anywhere('ffn')),
  // Names that only count.
  counted(0, 'attn.in', 'attn.exit', 'attn.out'),
  counted(1, 'attn.in', 'attn.exit', 'attn.out', 'ffn.in', 'ffn.exit', 'ffn.out'),
  counted(2, 'ffn.in', 'ffn.exit', 'ffn.out', 'cross.in', 'cross.exit', 'cross.out'),
  counted(3, 'ffn.in', 'ffn.exit', 'ffn.out'),
];

const siteOf = (role: Role): string => role.slice(role.indexOf('.') + 1);

const said = (module: string) => rows.find(({ name }) => name.test(module));

/** Whether the names of a block say no more than how many norms it has. */
export const onlyCount = (outer: readonly Norm[]): boolean => outer.every(({ module }) => said(module)?.counts ?? false);

/** Where all norms of a block stand: for each sublayer the same sites. */
export interface Sites {
  /** Such as `in` or `in+out`. */
  readonly sites: string;
  /** How many names are not taken in their usual sense. */
  readonly unusual: number;
}

/** More norms than a block has would take too long to try. */
const most = 8;

/** Every way in which the norms around the branches can stand together; none where a name says nothing. */
export function waysToStand(outer: readonly Norm[]): Sites[] {
  if (outer.length === 0 || outer.length > most) return [];
  let ways: { roles: readonly Role[]; unusual: number }[] = [{ roles: [], unusual: 0 }];
  for (const [i, { module }] of outer.entries()) {
    // Norms of different blocks may stand in the same place.
    const apart = outer.slice(0, i).map((other) => !together(other, outer[i] as Norm));
    const roles = said(module)?.roles ?? [];
    ways = ways.flatMap((way) =>
      roles
        .filter((role) => way.roles.every((taken, j) => taken !== role || apart[j]))
        .map((role) => ({ roles: [...way.roles, role], unusual: way.unusual + (siteOf(role) === siteOf(roles[0] as Role) ? 0 : 1) })),
    );
  }
  const found = new Map<string, number>();
  for (const { roles, unusual } of ways) {
    const sites = alike(roles);
    if (sites !== undefined) found.set(sites, Math.min(unusual, found.get(sites) ?? unusual));
  }
  return [...found].map(([sites, unusual]) => ({ sites, unusual }));
}

const together = (a: Norm, b: Norm): boolean => {
  const own = new Set(a.gains.map(({ layer }) => layer));
  return b.gains.some(({ layer }) => own.has(layer));
};

/** The sites of each sublayer, when attention and feed-forward have the same. */
function alike(roles: readonly Role[]): string | undefined {
  const of = (sublayer: Sublayer): string =>
    roles
      .filter((role) => role.startsWith(`${sublayer}.`))
      .map(siteOf)
      .filter((site, i, all) => all.indexOf(site) === i)
      .sort()
      .join('+');
  const [own, ...others] = [of('attn'), of('ffn'), of('cross')].filter((sites, i) => i < 2 || sites !== '');
  return own !== '' && others.every((sites) => sites === own) ? own : undefined;
}
