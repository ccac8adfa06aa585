/**
 * What else speaks for a placement, beside the norms of a block: one row for each rule. Strengths are in bits: 3 bits are odds of
 * 8 to 1, and by so much must a placement lead before it is named.
 */
import type { MessageKey, MessageValues } from '../core/message/index.ts';
import { tokenEmbedding } from './norm-name.ts';
import type { BlockNorms, FrameNorms } from './norms.ts';
import { onlyCount } from './role.ts';
import type { Stack } from './stack.ts';
import type { Pattern } from './types.ts';

/** A stack of the same model, as far as others ask. */
export interface Sibling {
  readonly prefix: string;
  readonly final: string | undefined;
  readonly modules: readonly string[];
}

export interface Facts {
  readonly stack: Stack;
  readonly norms: BlockNorms;
  readonly frame: FrameNorms;
  /** Whether all tensors of the model are there: of a part of them, what is missing says nothing. */
  readonly complete: boolean;
  /** Rows of known families that fit. */
  readonly rows: readonly Pattern[];
  readonly siblings: readonly Sibling[];
}

interface Rule {
  /** In bits, by placement: for it, or against it. */
  readonly says: Readonly<Record<string, number>>;
  /** What makes it speak, as values of its sentence. */
  readonly when: (facts: Facts) => MessageValues | undefined;
  readonly key: MessageKey;
  /** Whether a flag or a type of config.json must not contradict it. */
  readonly firm?: boolean;
}

const part = ({ stack }: Facts, name: RegExp): string | undefined => [...stack.parts.keys()].find((rest) => name.test(rest));
const partly = (facts: Facts, ...names: RegExp[]): MessageValues | undefined => {
  const found = names.map((name) => part(facts, name));
  return found.every((rest) => rest !== undefined) ? { name: found.join(', ') } : undefined;
};

/** Where a norm at the end says nothing. */
const endSaysNothing = ({ rows, frame }: Facts): boolean => frame.unclear || rows.some(({ trap }) => trap === 'loadsEither');

/** The other half of an encoder-decoder whose blocks have the same norms: the encoder ends bare, the decoder in a norm. */
function uneven({ stack, frame, norms, siblings, complete }: Facts): MessageValues | undefined {
  const modules = new Set(norms.outer.map(({ module }) => module));
  const own = { prefix: stack.prefix, final: frame.final, modules: [...modules] };
  const other = siblings.find((one) => [...modules].some((module) => one.modules.includes(module)));
  const half = (word: string) => [own, other].find((one) => one?.prefix.includes(word));
  const [encoder, decoder] = [half('encoder'), half('decoder')];
  const bare = complete && encoder && decoder && encoder !== decoder && encoder.final === undefined && decoder.final !== undefined;
  return bare ? { encoder: encoder.prefix, name: decoder.final ?? '' } : undefined;
}

export const rules: readonly Rule[] = [
  {
    key: 'inspect.rule.final',
    says: { post: -3, deepnorm: -3 },
    when: (facts) =>
      facts.frame.final === undefined || endSaysNothing(facts) || onlyCount(facts.norms.outer) ? undefined : { name: facts.frame.final },
    firm: true,
  },
  {
    key: 'inspect.rule.noFinal',
    says: { post: 3, deepnorm: 3 },
    when: (facts) =>
      facts.frame.final !== undefined || !facts.complete || endSaysNothing(facts) || onlyCount(facts.norms.outer) ? undefined : {},
    firm: true,
  },
  {
    // BERT and its descendants normalize the embedding, as Post-Norm's first block wants it.
    key: 'inspect.rule.embedding',
    says: { post: 3 },
    when: ({ frame: { final, embedding = '', unclear }, complete }) =>
      final === undefined && complete && !unclear && tokenEmbedding.test(embedding) ? { name: embedding } : undefined,
  },
  {
    // Blocks of diffusers end in a projection, whose norm stands before them.
    key: 'inspect.rule.diffusers',
    says: { pre: 6 },
    when: (facts) => partly(facts, /^attn1\.to_q\./, /^ff\.net\./),
  },
  {
    key: 'inspect.rule.countedFinal',
    says: { post: -2 },
    when: (facts) =>
      onlyCount(facts.norms.outer) && !endSaysNothing(facts) && facts.frame.final !== undefined ? { name: facts.frame.final } : undefined,
  },
  {
    key: 'inspect.rule.countedNoFinal',
    says: { post: 2 },
    when: (facts) =>
      onlyCount(facts.norms.outer) && !endSaysNothing(facts) && facts.complete && facts.frame.final === undefined ? {} : undefined,
  },
  {
    // ViT and GPT as most people write them, after timm and minGPT; what is called qkv comes from there.
    key: 'inspect.rule.attnMlp',
    says: { pre: 4, layerscale: 4, 'sub-ln': 4 },
    when: (facts) => (facts.rows.length > 0 ? undefined : (partly(facts, /^attn\./, /^mlp\./) ?? partly(facts, /(^|\.)qkv\./))),
  },
  {
    key: 'inspect.rule.flaxVit',
    says: { pre: 4 },
    when: (facts) => (facts.stack.prefix.endsWith('encoderblock') ? partly(facts, /^MlpBlock_\d/) : undefined),
  },
  { key: 'inspect.rule.uneven', says: { post: 4 }, when: uneven },
  {
    // The feed-forward part of Informer, Autoformer and their descendants: convolutions of width 1, and norms on the sums.
    key: 'inspect.rule.informer',
    says: { post: 10 },
    when: (facts) => partly(facts, /(^|\.)conv1\./, /(^|\.)query_projection\./),
  },
  {
    // Megatron-LM keeps its blocks below language_model, and has no parallel ones.
    key: 'inspect.rule.megatron',
    says: { pre: 4 },
    when: ({ stack: { prefix } }) => (/(^|\.)language_model\.(encoder|transformer)\.layers$/.test(prefix) ? { name: prefix } : undefined),
  },
  {
    key: 'inspect.rule.normformer',
    says: { normformer: 8 },
    when: (facts) => partly(facts, /(^|\.)c_attn$/, /(^|\.)ffn_layernorm\./),
  },
];

/** Rules that speak, in their order. */
export const heard = (facts: Facts) =>
  rules.flatMap(({ when, ...rule }) => {
    const values = when(facts);
    return values ? [{ ...rule, values }] : [];
  });
