import { flag } from '../../core/options.ts';
import { definePlacement, norm } from './types.ts';

/** x <- x + LN(F(x)): OLMo 2's reordered norm, Swin V2's res-post-norm. F sees the stream as it is. */
export const branchOut = definePlacement({
  id: 'branch-out',
  title: { en: 'Branch-output norm', zh: '支路输出归一化' },
  names: ['res-post-norm', 'reordered norm', 'post-norm'],
  paper: { text: 'Liu et al. 2022, Swin Transformer V2; OLMo Team 2024, 2 OLMo 2 Furious', url: 'https://arxiv.org/abs/2111.09883' },
  options: {
    zeroInit: flag(false, {
      en: 'gains start at 0, as in Swin V2: every block begins as the identity',
      zh: '增益从 0 开始，同 Swin V2：每块初始为恒等',
    }),
  },
  frame: { finalNorm: true },
  plan: (_place, { zeroInit }) => ({ output: zeroInit ? { gain: 0 } : norm }),
  about: {
    kind: 'around',
    equation: 'x ← x + LN(F(x))',
    claim: {
      en: 'Fewer loss spikes and better stability than Pre-Norm, together with QK-norm (OLMo 2, without a figure for the placement alone).',
      zh: '与 QK-norm 合用时，损失尖峰比前归一化少，训练更稳（OLMo 2，没有单独针对该位置的数字）。',
    },
    failure: {
      en: 'F reads the stream as it is: without QK-norm the attention logits grow with depth.',
      zh: 'F 直接读取残差流：没有 QK-norm 时，注意力 logits 随深度增大。',
    },
    limits: [
      { en: 'Sandwich (sandwich) without its input norm', zh: '去掉输入归一化的三明治（sandwich）' },
      { en: 'with zeroInit every block starts as the identity', zh: '取 zeroInit 时每块初始为恒等' },
    ],
    synonyms: [
      {
        en: 'res-post-norm (Swin V2), reordered norm (OLMo 2), the form of EXAONE 4',
        zh: 'res-post-norm（Swin V2）、reordered norm（OLMo 2），也是 EXAONE 4 的形式',
      },
      { en: 'trap: often called post-norm, which is LN(x + F(x))', zh: '易混：常被称为 post-norm，而后归一化是 LN(x + F(x))' },
      {
        en: 'trap: Swin V1 and V2 share their tensor names, and Chameleon-34B takes those of Pre-Norm: only the configuration tells',
        zh: '易混：Swin V1 与 V2 的张量同名，Chameleon-34B 沿用前归一化的名字：只有配置才能区分',
      },
    ],
  },
});
