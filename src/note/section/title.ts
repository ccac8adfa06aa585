/** How a note begins. */
import type { Localized } from '../../core/message/index.ts';

export const heading = {
  title: {
    en: 'Layer Norm design: where normalization sits in a Transformer',
    zh: 'Layer Norm 设计：归一化放在 Transformer 的哪里',
  },
  tags: {
    en: ['deep-learning', 'transformer', 'layer-norm', 'normalization'],
    zh: ['深度学习', 'transformer', 'layer-norm', '归一化'],
  },
  aliases: {
    en: ['Layer Norm design', 'Post-Norm, Pre-Norm, Sandwich-Norm'],
    zh: ['Layer Norm 设计', '后归一化、前归一化、三明治归一化'],
  },
  lead: {
    en: 'Three placements are usual: the norm after the sum, before the branch, or on both sides of the branch. Much is said of each. This note says it again, and beside every sentence what came out when it was measured on small Transformers.',
    zh: '常见的归一化位置有三种：放在相加之后，放在支路之前，或放在支路两侧。关于它们的说法很多。这篇笔记把这些说法重述一遍，并在每句话旁边写明：在小型 Transformer 上测量，结果如何。',
  },
  how: {
    en: 'How to read it: ✔ supported, ✘ contradicted, ○ not shown at this scale, – not measured. Behind the verdict stands the effect at the largest size that was measured, with its 95% interval, and the command that measures it again. The rule of each verdict was fixed before its result. “The note said” is what this note held before anything was measured. The models are tiny: a claim about large models may be true and still not show here.',
    zh: '读法：✔ 得到支持，✘ 与之相反，○ 在此规模未显示，– 尚未测量。判定后面是最大规模上的效应与 95% 区间，以及重新测量它的命令。每条判定规则都在结果之前确定。“笔记原来说”指的是测量之前这篇笔记的说法。这里的模型很小：关于大模型的结论可能是对的，只是在这里显示不出来。',
  },
  further: { en: 'Further findings', zh: '其他发现' },
} as const satisfies Readonly<Record<string, Localized | Readonly<Record<'en' | 'zh', readonly string[]>>>>;
