/** Remarks on claims of papers. */
import { contradicted, open, type Remark } from './types.ts';

export const literatureRemarks: Readonly<Record<string, Remark>> = {
  'deepnorm-constant-update': {
    verdict: contradicted,
    reason: {
      en: 'DeepNorm’s first step moves the output by 0.08 at 6 blocks and 0.43 at 48; Post-Norm’s moves it by 1.0 to 1.4 at every depth and Pre-Norm’s by 0.7 to 1.1. It is far gentler than both, but not constant. The theorem counts the weight matrices; here biases, gains and embeddings are trained too, and most likely the biases of all sublayers add up.',
      zh: 'DeepNorm 的第一步使输出改变 0.08（6 层）到 0.43（48 层）；后归一化在各深度改变 1.0 到 1.4，前归一化为 0.7 到 1.1。它比两者温和得多，但并非不变。定理只计权重矩阵；这里偏置、增益和嵌入也在训练，很可能各子层的偏置会累加。',
    },
    settle: {
      en: 'The same without biases and with norms that have no gain, at a learning rate ten times smaller.',
      zh: '去掉偏置、使用无增益的归一化，并把学习率减到十分之一，做同样的测量。',
    },
  },
  'mix-ln-u-curve': {
    verdict: contradicted,
    reason: {
      en: 'Every share of Post-Norm blocks costs here, the more the deeper: at 16 blocks 2.56 nats without, 2.88 at a quarter, 3.04 at half, which is where Post-Norm alone stays. At 4 blocks a quarter, one block, costs 0.01 nats. Most likely 120 steps with 12 of warm-up are too few for Post-Norm blocks; the paper’s gain is that of pre-training over 1.1B tokens and more.',
      zh: '这里每一部分后归一化块都有代价，越深越大：16 层时不用为 2.56 nat，四分之一 2.88，一半 3.04，与全部后归一化相同。4 层时四分之一（一块）的代价为 0.01 nat。很可能 120 步、预热 12 步对后归一化块太少；论文的收益来自 11 亿 token 以上的预训练。',
    },
    settle: {
      en: 'The same shares at ten times the steps, with warm-up tuned for each share.',
      zh: '以十倍的步数、并为每种比例调整预热来重复。',
    },
  },
  'peri-linear-variance': {
    verdict: open,
    reason: {
      en: 'After training the variance of Sandwich-Norm grows as the power 1.46, 1.55 and 1.65 of the sublayer at 4, 8 and 16 blocks, that of Pre-Norm as 1.34, 1.46 and 1.42: faster than linearly, and the faster the deeper. At initialisation it is linear (sandwich-one-unit). Most likely the trained gains of the output norms grow towards the end.',
      zh: '训练后三明治归一化的方差随子层序号的 1.46、1.55、1.65 次方增长（4、8、16 层），前归一化为 1.34、1.46、1.42：快于线性，且越深越快。初始化时是线性的（sandwich-one-unit）。很可能训练后的输出归一化增益越靠后越大。',
    },
    settle: {
      en: 'The gains of the output norms beside the variance, and the same with gains frozen at one.',
      zh: '同时给出输出归一化的增益，并在增益固定为 1 时重复。',
    },
  },
  'keel-lr-ordering': {
    verdict: open,
    reason: {
      en: 'The six arms tie: all but two of the 54 runs bore the ramp to its top, 0.3, and the two (DeepNorm and HybridNorm at 16 blocks) broke at 0.298 and 0.294. A loss that gives back half of what was learned is a mark that this task hardly reaches in 150 steps.',
      zh: '六个方案打平：54 次运行中除两次外都承受到升幅顶端 0.3，那两次（16 层的 DeepNorm 与 HybridNorm）在 0.298 与 0.294 处崩溃。“损失退回所学的一半”这一标准在该任务 150 步内几乎达不到。',
    },
    settle: {
      en: 'The ramp on copying, where a broken model falls back to a guess, over 2000 steps.',
      zh: '在复制任务上用 2000 步的升幅：崩溃的模型会退回猜测。',
    },
  },
  'residual-without-warmup': {
    verdict: open,
    reason: {
      en: 'It does without at 4 blocks (0.04 nats against 0.005). Deeper, it learns something on every seed, as Post-Norm does not (2.06 to 2.09 nats), but unevenly: 0.04 to 1.25 nats at 8 blocks and 0.5 to 1.9 at 16, against 0.003 to 0.06 with warm-up. At learning rate 0.003 (in the evidence) warm-up makes no more than 0.2 nats of difference to it, in either direction.',
      zh: '4 层时不需要预热（0.04 nat 对 0.005）。更深时每个种子都学到一些，而后归一化没有（2.06 到 2.09 nat），但参差不齐：8 层为 0.04 到 1.25 nat，16 层为 0.5 到 1.9；有预热时为 0.003 到 0.06。学习率 0.003 时（见证据），预热对它的影响不超过 0.2 nat，且有正有负。',
    },
    settle: {
      en: 'Ten seeds at 16 blocks, and learning rates between 0.003 and 0.01.',
      zh: '16 层用十个种子，学习率取 0.003 与 0.01 之间。',
    },
  },
  'dyt-helps-little-data': {
    verdict: contradicted,
    reason: {
      en: 'DyT does narrow the gap between training and validation at 4 blocks, by 0.017 nats (0.335 against 0.352, evidence of post-regularises), but it ends 0.05 nats behind. Most likely 250 steps end before learning by heart costs LayerNorm anything: its loss hardly rises with depth (2.47 to 2.48).',
      zh: '4 层时 DyT 确实使训练与验证的差距缩小 0.017 nat（0.335 对 0.352，见 post-regularises 的证据），但最终落后 0.05 nat。很可能 250 步还不足以让层归一化因死记而受损：它的损失几乎不随深度上升（2.47 到 2.48）。',
    },
    settle: { en: 'Training until the validation loss rises again.', zh: '训练到验证损失重新上升为止。' },
  },
  'dyt-hurts-much-data': {
    verdict: open,
    reason: {
      en: 'It is behind at every depth, by 0.10 to 0.12 nats, with certainty at 4 blocks only: its seeds lie between 2.63 and 2.89 nats, those of LayerNorm between 2.62 and 2.66.',
      zh: '各深度都落后 0.10 到 0.12 nat，但只在 4 层时确定：它的种子在 2.63 到 2.89 nat 之间，层归一化在 2.62 到 2.66 之间。',
    },
    settle: { en: 'Twelve seeds.', zh: '十二个种子。' },
  },
  'pre-embedding-norm-worse': {
    verdict: contradicted,
    reason: {
      en: 'It helps here, at every depth: by 0.007, 0.013 and 0.026 nats. Embeddings start at a deviation of 0.5 in these studies; most likely a norm that brings them to one is worth about what a better start would be.',
      zh: '这里它在各深度都有帮助：0.007、0.013、0.026 nat。这些实验中嵌入标准差从 0.5 起；把它们归一到 1 的归一化，很可能相当于一个更好的起点。',
    },
    settle: { en: 'Embeddings that start at a deviation of 1, and 5000 steps.', zh: '嵌入标准差从 1 起，并训练 5000 步。' },
  },
  'derf-beats-dyt': {
    verdict: open,
    reason: {
      en: 'Derf is ahead at every depth, by 0.02, 0.02 and 0.006 nats, less than their seeds differ: 2.63 to 2.92 for either.',
      zh: 'Derf 各深度都领先 0.02、0.02、0.006 nat，小于种子之间的差异：两者都在 2.63 到 2.92 之间。',
    },
    settle: { en: 'Twenty seeds, and a start of α tuned for each.', zh: '用二十个种子，并分别调整 α 的初值。' },
  },
  'power-beats-batch': {
    verdict: open,
    reason: {
      en: 'PowerNorm is ahead at every depth, by 0.02, 0.04 and 0.01 nats, at none with certainty. Its running averages are used after 100 steps only, and these runs end at 80: what was compared is PowerNorm’s warm-up, in which it takes the batch as BatchNorm does, without its mean.',
      zh: '幂归一化各深度都领先 0.02、0.04、0.01 nat，但都不确定。它在 100 步之后才使用滑动平均，而这些运行只有 80 步：所比较的是幂归一化的预热阶段，这时它与批归一化一样使用当前批，只是不减均值。',
    },
    settle: {
      en: 'The same with 10 steps of PowerNorm’s own warm-up, and 1000 steps.',
      zh: '把幂归一化自身的预热设为 10 步，训练 1000 步重复。',
    },
  },
  'admin-trains-deep': {
    verdict: open,
    reason: {
      en: 'At 12 blocks Admin came to 2.69, 2.83 and 2.90 nats where Post-Norm stayed at 3.04 on every seed, a gain of 0.23, but three seeds leave the interval [−0.50, 0.03]. At 3 and 6 blocks Post-Norm trains itself.',
      zh: '12 层时 Admin 为 2.69、2.83、2.90 nat，后归一化每个种子都停在 3.04，优势 0.23，但三个种子的区间为 [−0.50, 0.03]。3 层和 6 层时后归一化本身就能训练。',
    },
    settle: { en: 'Eight seeds at 12 blocks, and 1000 steps.', zh: '12 层用八个种子，并训练 1000 步。' },
  },
  'admin-beats-pre': {
    verdict: open,
    reason: {
      en: 'The sign is the other way round: Admin ends 0.01, 0.21 and 0.31 nats behind Pre-Norm at 3, 6 and 12 blocks, at no depth with certainty, since its seeds spread by 0.2 nats. That is the direction that language models were reported in, not translation.',
      zh: '方向相反：3、6、12 层时 Admin 比前归一化差 0.01、0.21、0.31 nat，各深度都不确定，因为它的种子相差 0.2 nat。这与语言模型的报告方向一致，而与翻译相反。',
    },
    settle: { en: 'Eight seeds, and the same on translation.', zh: '用八个种子，并在翻译任务上重复。' },
  },
  'deepnorm-beats-pre': {
    verdict: open,
    reason: {
      en: 'It points the way of the claim, and more so with depth: −0.005, −0.013 and −0.045 nats at 3, 6 and 12 blocks. Three seeds are too few to be certain of so little.',
      zh: '方向与主张一致，且随深度增大：3、6、12 层为 −0.005、−0.013、−0.045 nat。差别这么小，三个种子不足以确定。',
    },
    settle: { en: 'Ten seeds, and 24 blocks.', zh: '用十个种子，并做 24 层。' },
  },
  'prores-helps-pre': {
    verdict: contradicted,
    reason: {
      en: 'It costs 0.01 to 0.03 nats. In 140 steps a ramp that keeps block l of 12 small for 4·l steps takes up to a third of all training; most likely that is dear in so short a run and cheap in the paper’s, 100 000 steps long.',
      zh: '代价为 0.01 到 0.03 nat。140 步中，升幅使第 l 块（共 12 块）在 4·l 步内保持较小，最多占训练的三分之一；很可能在这么短的运行中代价大，而在论文的 10 万步中代价小。',
    },
    settle: { en: 'Ramps of 1, 2 and 4 steps a block, over 5000 steps.', zh: '每块升幅 1、2、4 步，训练 5000 步。' },
  },
  'prores-helps-post': {
    verdict: open,
    reason: {
      en: 'At 12 blocks Post-Norm stayed at 3.04 nats with it and without it. At 3 and 6 blocks it makes no certain difference (−0.01 and +0.07).',
      zh: '12 层时无论有无它，后归一化都停在 3.04 nat。3 层和 6 层时没有确定的差别（−0.01 与 +0.07）。',
    },
    settle: {
      en: 'Longer ramps, longer training, and learning rates below 0.001 at 12 blocks.',
      zh: '更长的升幅、更长的训练，12 层时学习率低于 0.001。',
    },
  },
  'prores-ranking': {
    verdict: 'supported',
    reason: {
      en: 'Tau is 0.4 at 12 blocks on every seed: seven pairs of ten are in the published order, and four of the seven are those with Post-Norm, which did not train (3.04 nats). Among the other four the order here is DeepNorm, LNS, Pre, Sandwich: three pairs as published and three not. The rule asks for a tau above 0 only.',
      zh: '12 层时每个种子的 tau 都是 0.4：十对中七对与发表的次序一致，其中四对涉及没有训练起来的后归一化（3.04 nat）。其余四者在这里的次序为 DeepNorm、LNS、前归一化、三明治：三对一致，三对不一致。规则只要求 tau 大于 0。',
    },
    settle: { en: 'The four without Post-Norm, with ten seeds and 1000 steps.', zh: '去掉后归一化，其余四者用十个种子、训练 1000 步。' },
  },
  'lns-place-best': {
    verdict: open,
    reason: {
      en: 'The places lie within 0.05 nats of each other, but for the sum, which does not train at 6 and 12 blocks. Behind the branch and attention only come out 0.01 nats ahead of behind the norm at 12 blocks, before the norm and feed-forward only 0.03 and 0.04 behind. The rule took feed-forward only as the worst for the claim at 12 blocks, because its interval reaches highest; that of behind the branch lies wholly on the other side, [0.004, 0.018].',
      zh: '除残差和之外（6 层和 12 层时不能训练），各处相差不超过 0.05 nat。12 层时放在支路之后与仅注意力比放在归一化之后好 0.01 nat，放在归一化之前与仅前馈差 0.03 与 0.04。规则在 12 层取了“仅前馈”为最不利者，因为其区间上端最高；“支路之后”的区间 [0.004, 0.018] 则完全在另一侧。',
    },
    settle: { en: 'Ten seeds, 24 blocks and 1000 steps.', zh: '用十个种子、24 层、1000 步。' },
  },
  'lns-after-residual-fails': {
    verdict: open,
    reason: {
      en: 'It depends on the depth. At 6 and 12 blocks every seed stays at 3.04 nats, half a nat behind; at 3 blocks the factors are 1, 0.71 and 0.58, and it trains as well as the others to 0.02 nats.',
      zh: '取决于深度。6 层和 12 层时每个种子都停在 3.04 nat，落后约半个 nat；3 层时因子只有 1、0.71、0.58，训练效果与其他相差 0.02 nat。',
    },
    settle: { en: 'Depths from 4 up: below, there is hardly a factor.', zh: '从 4 层起：更浅时几乎没有缩放。' },
  },
  'lns-scaled-init': {
    verdict: open,
    reason: {
      en: 'There is little to lose: from matrices that are not scaled, LayerNorm Scaling ends 0.007 nats behind Pre-Norm at 3 and 6 blocks and 0.014 ahead at 12, from scaled ones 0.007 and 0.001 behind and 0.002 ahead. Scaled matrices themselves help both, by 0.02 to 0.05 nats.',
      zh: '本来就没有多少优势：矩阵不缩放时，LNS 在 3、6 层比前归一化差 0.007 nat，12 层好 0.014；缩放时差 0.007 与 0.001，12 层好 0.002。缩放初始化本身对两者都有 0.02 到 0.05 nat 的帮助。',
    },
    settle: { en: 'Depths of 16 and 24, ten seeds and 1000 steps.', zh: '16 层与 24 层，十个种子，训练 1000 步。' },
  },
  'hybrid-beats-pre': {
    verdict: open,
    reason: {
      en: 'It is level with Pre-Norm at 2 blocks and behind by 0.03 at 4 and 0.36 at 8, the last with certainty, where it comes to 2.96 to 3.07 nats as Post-Norm does to 3.06. That it bears learning rates like Post-Norm rather than like Pre-Norm is what Keel’s paper and SiameseNorm’s report; 0.003 was the smaller of the two tried here.',
      zh: '2 层时与前归一化持平，4 层差 0.03，8 层差 0.36（最后者确定）：8 层为 2.96 到 3.07 nat，后归一化为 3.06。Keel 与 SiameseNorm 的论文报告它所能承受的学习率接近后归一化而非前归一化；这里试过的两个学习率中较小的是 0.003。',
    },
    settle: { en: 'Learning rates from 0.0003, a longer warm-up and 1000 steps.', zh: '学习率从 0.0003 起，更长的预热，训练 1000 步。' },
  },
  'siamese-beats-pre': {
    verdict: open,
    reason: {
      en: 'It is ahead by 0.018 nats at 2 blocks, with certainty, by 0.007 at 4 and level at 8. The published gain is at 1.3B.',
      zh: '2 层时领先 0.018 nat（确定），4 层领先 0.007，8 层持平。已发表的优势在 1.3B。',
    },
    settle: { en: 'Ten seeds and 1000 steps.', zh: '十个种子，训练 1000 步。' },
  },
  'normformer-beats-pre': {
    verdict: open,
    reason: {
      en: 'The two are within 0.006 nats at 2 and 4 blocks, and NormFormer is 0.019 behind at 8, without certainty.',
      zh: '2 层和 4 层时两者相差不超过 0.006 nat，8 层时 NormFormer 落后 0.019，不确定。',
    },
    settle: { en: 'Ten seeds and 1000 steps.', zh: '十个种子，训练 1000 步。' },
  },
  'residual-beats-pre': {
    verdict: open,
    reason: {
      en: 'It is ahead by 0.022 nats at 2 blocks, level at 4 and 0.019 behind at 8, where only the first is certain. The published gain is on translation, after thousands of steps.',
      zh: '2 层时领先 0.022 nat，4 层持平，8 层落后 0.019，只有第一个确定。已发表的优势在训练数千步的翻译任务上。',
    },
    settle: { en: 'The same on translation, with 1000 steps.', zh: '在翻译任务上训练 1000 步重复。' },
  },
  'layerscale-hurts-text': {
    verdict: open,
    reason: {
      en: 'The sign is the other way round, by 0.004, 0.008 and 0.029 nats, at no depth with certainty: branches that start small are no harm in 80 steps.',
      zh: '方向相反，0.004、0.008、0.029 nat，各深度都不确定：80 步内支路从小起步没有害处。',
    },
    settle: { en: 'Ten seeds and 1000 steps.', zh: '十个种子，训练 1000 步。' },
  },
  'embedding-std-moves-pre': {
    verdict: open,
    reason: {
      en: 'It depends on the depth: 0.01 nats at 2 blocks, 0.03 at 4 and 0.09 at 8, where the larger embedding is ahead on every seed and the difference exceeds the 0.04 asked for, with certainty. At 2 blocks it is wholly below, which forbids a verdict.',
      zh: '取决于深度：2 层 0.01 nat，4 层 0.03，8 层 0.09；8 层时较大的嵌入在每个种子上领先，且确定超过所要求的 0.04。2 层时完全低于它，因此不能下结论。',
    },
    settle: { en: 'Depths of 8, 12 and 16.', zh: '8、12、16 层。' },
  },
  'scalenorm-without-warmup': {
    verdict: open,
    reason: {
      en: 'At 4 and 8 blocks it does without: 0.002 and 0.006 nats. At 16 blocks three of four seeds do (0.02 to 0.03 nats), one ends at 0.27 where warm-up gives 0.01, and four seeds leave the interval [−0.12, 0.27]. Every seed trains: a guess is at 2.08.',
      zh: '4 层和 8 层时不需要预热：差 0.002 与 0.006 nat。16 层时四个种子中三个不需要（0.02 到 0.03 nat），一个停在 0.27，而预热时为 0.01；四个种子的区间为 [−0.12, 0.27]。每个种子都训练了起来：猜测为 2.08。',
    },
    settle: { en: 'Ten seeds at 16 blocks.', zh: '16 层用十个种子。' },
  },
  'xiong-warmup-table': {
    verdict: open,
    reason: {
      en: 'At 4 and 8 blocks the two are the same to a thousandth of a nat. At 16 blocks two of three seeds end at 0.001 and 0.003, the third at 0.294, most likely still on its way after 1000 steps: the interval of three seeds is wide. Without warm-up Post-Norm stays at a guess (2.08) on all three.',
      zh: '4 层和 8 层时，两者相差不到千分之一 nat。16 层时三个种子中有两个停在 0.001 和 0.003，第三个停在 0.294，很可能是 1000 步后仍未训练完，因而三个种子的区间很宽。不预热时，后归一化的三个种子都停留在猜测（2.08）。',
    },
    settle: {
      en: 'The same runs at 16 blocks with 3000 steps and eight seeds.',
      zh: '16 层、3000 步、八个种子的相同运行。',
    },
  },
};
