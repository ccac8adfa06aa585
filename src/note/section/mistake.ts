/** What goes wrong in practice. */
import type { Section } from '../types.ts';
import { difference, preNorm, same } from './difference.ts';

export const mistakeSection: Section = {
  title: { en: 'Common mistakes', zh: '常见错误' },
  blocks: [
    {
      kind: 'findings',
      findings: [
        difference('no-norm-fails', { en: 'the model without norms', zh: '无归一化的模型' }, preNorm, {
          supported: {
            en: 'Leaving the norms out altogether. It fails.',
            zh: '完全忘了放归一化。会失败。',
          },
          contradicted: {
            en: 'Leaving the norms out altogether, the note said. Here it cost less than half a nat.',
            zh: '笔记原来说：完全忘了放归一化就会失败。这里的代价不到 0.5 nat。',
          },
          'not shown at this scale': {
            en: 'Leaving the norms out altogether. It is said to fail; over all depths that could not be shown.',
            zh: '完全忘了放归一化。有人说这会失败；就所有深度而言，没能显示出来。',
          },
        }),
        difference('deepnorm-wrong-sign-fails', { en: 'DeepNorm with the wrong sign', zh: '符号写反的 DeepNorm' }, same('DeepNorm'), {
          supported: {
            en: 'Getting the sign of DeepNorm’s gain the wrong way round, as two public repositories have it. It trains worse.',
            zh: '把 DeepNorm 增益的符号写反，两个公开仓库就是这样。训练效果更差。',
          },
        }),
        {
          claim: 'identity-after-norm',
          effect: {
            en: 'last feed-forward gradient over that of Post-Norm at initialisation, in doublings',
            zh: '初始化时最后一个前馈梯度与后归一化之比的 log2',
          },
          says: {
            supported: {
              en: 'Taking the identity after the norm: `x = norm(x); x = x + f(x)`. It was meant as Pre-Norm and is Post-Norm, its norm moved to the front of the next sublayer: nothing reaches the end unnormalised, and it wants Post-Norm’s warm-up. The names of the tensors do not tell. In code, the sum reads the variable that the norm wrote; in a config, look for `apply_residual_connection_post_layernorm: true`; in a run, the stream’s RMS stays the same at every depth, where that of Pre-Norm grows.',
              zh: '恒等支路取自归一化之后：`x = norm(x); x = x + f(x)`。本想写前归一化，得到的却是后归一化，只是归一化移到了下一个子层的开头：没有任何东西能不经归一化到达末端，因而需要后归一化那样的预热。从张量名看不出来。看代码：求和时读取的是归一化写入的变量；看配置：`apply_residual_connection_post_layernorm: true`；看运行：残差流的均方根在各深度不变，而前归一化的会增大。',
            },
          },
        },
      ],
    },
    { kind: 'text', text: { en: 'And these:', zh: '还有这些：' } },
    {
      kind: 'points',
      points: [
        {
          claims: ['post-plain-fails'],
          says: {
            supported: {
              en: 'Putting Post-Norm where Pre-Norm was and keeping its schedule. Bare, it fails.',
              zh: '把前归一化换成后归一化，却沿用原来的学习率计划。什么都不加，后归一化会失败。',
            },
          },
          otherwise: {
            en: 'Putting Post-Norm where Pre-Norm was and keeping its schedule. Each needs its own.',
            zh: '把前归一化换成后归一化，却沿用原来的学习率计划。两者各需要自己的计划。',
          },
        },
        {
          claims: ['batch-worse-on-text'],
          says: {
            supported: {
              en: 'Taking statistics over the batch on text. BatchNorm is worse there than LayerNorm.',
              zh: '在文本上跨批次取统计量。批归一化在文本上不如层归一化。',
            },
          },
          otherwise: {
            en: 'Mixing up the axes. LayerNorm takes its statistics over the features of one token, never over tokens or the batch.',
            zh: '弄错维度。层归一化在单个词元的特征上取统计量，绝不跨词元或批次。',
          },
        },
        {
          claims: [],
          otherwise: {
            en: 'Believing a name. “Post-norm” means three things; ask for the equation. A Llama tensor called `post_attention_layernorm` is a Pre-Norm.',
            zh: '轻信名称。“post-norm” 有三种含义，要看公式。Llama 中名为 `post_attention_layernorm` 的张量其实是前归一化。',
          },
        },
        {
          claims: [],
          otherwise: {
            en: 'Forgetting the final norm of Pre-Norm. Without it the head reads a stream that has grown with depth: another network.',
            zh: '忘记前归一化的末端归一化。没有它，输出头读到的是随深度增大的残差流，那是另一种网络。',
          },
        },
        {
          claims: [],
          otherwise: {
            en: 'Dividing by $H - 1$, or putting $\\varepsilon$ outside the root. Both give other numbers than everybody else has.',
            zh: '方差除以 $H - 1$ ，或把 $\\varepsilon$ 放在根号之外。算出的数会与别人的不同。',
          },
        },
        {
          claims: [],
          otherwise: {
            en: 'Comparing placements at one shared learning rate. Each needs its own best one, or the comparison measures the learning rate.',
            zh: '用同一个学习率比较各种位置。每一种都应取自己的最佳学习率，否则比的是学习率。',
          },
        },
      ],
    },
  ],
};
