import { choice } from '../../core/options.ts';
import { definePlacement, norm } from './types.ts';

const powers = { sqrt: 0.5, fourth: 0.25 };

/** x <- α h + F(h), h = LN(x): Post-Norm with the norm moved to the front of the next sublayer, and a final norm. */
export const glm = definePlacement({
  id: 'glm',
  title: { en: 'GLM form of Post-Norm', zh: 'GLM 式后归一化' },
  names: ['post-norm'],
  paper: { text: 'Zeng et al. 2022, GLM-130B; MiniMax 2025, MiniMax-01', url: 'https://arxiv.org/abs/2210.02414' },
  options: {
    alpha: choice(['sqrt', 'fourth'], 'sqrt', {
      en: 'α: √(2N) as GLM-130B, or (2N)^(1/4) as MiniMax-01',
      zh: 'α：GLM-130B 的 √(2N)，或 MiniMax-01 的 (2N)^(1/4)',
    }),
  },
  constants: ({ depth }, { alpha }) => ({ alpha: (2 * depth) ** powers[alpha] }),
  frame: { finalNorm: true },
  plan: ({ depth }, { alpha }) => ({ entry: norm, streamScale: (2 * depth) ** powers[alpha] }),
  about: {
    kind: 'scaled',
    equation: 'x ← 2·LN(x) + F(LN(x))',
    claim: {
      en: 'Trained GLM-130B: stayed healthy where Sandwich diverged after about 2,500 steps (secondary). MiniMax-01 uses it with α = 160^(1/4).',
      zh: '训练了 GLM-130B：三明治在约 2500 步后发散，它保持正常（二手）。MiniMax-01 取 α = 160^(1/4)。',
    },
    failure: { en: 'None published.', zh: '未见发表。' },
    limits: [
      {
        en: 'Post-Norm with α on the identity (deepnorm with that α), but for one norm on the embedding and one at the end',
        zh: '恒等支路带 α 的后归一化（取该 α 的 deepnorm），只差嵌入处和末端各一个归一化',
      },
      { en: 'α = 1: Post-Norm (post) in the same sense', zh: 'α = 1：同样意义上的后归一化（post）' },
    ],
    synonyms: [
      { en: 'called DeepNorm in GLM-130B and post-norm in MiniMax-01', zh: 'GLM-130B 称之为 DeepNorm，MiniMax-01 称之为 post-norm' },
      {
        en: "trap: MiniMax's tensors have the names of Pre-Norm; the identity starts behind the norm, which no name tells",
        zh: '易混：MiniMax 的张量用前归一化的名字；恒等支路始于归一化之后，名字看不出来',
      },
    ],
  },
});
