/** Remarks on questions of its plan. */
import { contradicted, open, type Remark } from './types.ts';

export const planRemarks: Readonly<Record<string, Remark>> = {
  'one-best-placement': {
    verdict: open,
    reason: {
      en: 'At 8 blocks and 80 steps nothing left the guess on classification and images (1.3 to 1.43 nats, a guess is 1.39), and on masked text all ended at 3.01 to 3.05. Where something was learned, Sandwich-Norm is best at copying with certainty (by 0.68 nats); on text Pre-Norm is ahead of it by 0.02 and on translation it is ahead by 0.06, neither with certainty. Post-Norm is last on all three.',
      zh: '8 层、80 步时，分类和图像没有方案离开猜测（1.3 到 1.43 nat，猜测为 1.39），掩码文本上都停在 3.01 到 3.05。学到东西的任务中，复制任务上三明治归一化确定最好（0.68 nat）；文本上前归一化领先它 0.02，翻译上它领先 0.06，都不确定。后归一化在这三个任务上都最差。',
    },
    settle: { en: 'The six studies with 1000 steps and 10 seeds.', zh: '六个实验各训练 1000 步、10 个种子。' },
  },
  'initialisation-mends-post': {
    verdict: open,
    reason: {
      en: 'DeepNorm mends it at every depth (0.004 to 0.4 nats against 1.9 to 2.1), and T-Fixup, which has no norms, does so too. Admin, whose profiled start was asked to as well, does so at 4 blocks only, at this learning rate; the rule asked for both. At 0.003 Admin trains at 16 blocks too (start-admin).',
      zh: 'DeepNorm 在每种深度都能修复（0.004 到 0.4 nat，对 1.9 到 2.1），没有归一化的 T-Fixup 也能。在此学习率下 Admin（实测初始化）只在 4 层时做到，而规则要求两者都做到。学习率 0.003 时 Admin 在 16 层也能训练（start-admin）。',
    },
    settle: {
      en: 'Admin with the warm-up and the learning rate that its authors use with it.',
      zh: '按其作者的做法，让 Admin 配合预热和相应的学习率。',
    },
  },
  'rms-equals-layer': {
    verdict: open,
    reason: {
      en: 'At 2 and 4 blocks the whole interval is within 0.014 nats of zero. At 8 blocks the mean is −0.005, but the interval [−0.023, 0.012] is a little wider than the 0.02 that the rule allows: four seeds are too few.',
      zh: '2 层和 4 层时整个区间离零不超过 0.014 nat。8 层时均值为 −0.005，但区间 [−0.023, 0.012] 略宽于规则允许的 0.02：四个种子太少。',
    },
    settle: { en: 'Eight seeds.', zh: '八个种子。' },
  },
  'start-small-init': {
    verdict: open,
    reason: {
      en: 'It helps at 4 and 8 blocks (by 0.32 and 0.87 nats, the latter with certainty), but at 8 blocks it has only come to 1.1 nats and at 16 it hardly leaves a guess (1.9 to 2.1). The paper had 4 to 6 blocks.',
      zh: '4 层和 8 层时有帮助（0.32 与 0.87 nat，后者确定），但 8 层时只到 1.1 nat，16 层时几乎没有离开猜测（1.9 到 2.1）。论文中为 4 到 6 块。',
    },
    settle: { en: 'The same with 1000 steps.', zh: '训练 1000 步重复。' },
  },
  'start-depth-scaled': {
    verdict: open,
    reason: {
      en: 'It trains at 4 and 8 blocks (0.05 to 0.8 nats against 0.3 to 2.0) and hardly at 16 (1.75 to 2.05), where every branch begins small but Post-Norm still divides the stream 32 times.',
      zh: '4 层和 8 层时能训练（0.05 到 0.8 nat，对 0.3 到 2.0），16 层时几乎不能（1.75 到 2.05）：每个支路起初都小，但后归一化仍要除 32 次。',
    },
    settle: { en: 'Deviations from 0.05 to 0.15 at 16 blocks, and five seeds.', zh: '16 层用 0.05 到 0.15 的标准差，五个种子。' },
  },
  'start-zero-output': {
    verdict: open,
    reason: {
      en: 'Two of three seeds at 16 blocks come to 0.1 and 0.2 nats, the third to 1.7; with three seeds that leaves the interval [−3.65, 0.81]. At 4 and 8 blocks it trains on every seed (0.03).',
      zh: '16 层时三个种子中两个到 0.1 与 0.2 nat，第三个为 1.7；三个种子的区间为 [−3.65, 0.81]。4 层和 8 层时每个种子都能训练（0.03）。',
    },
    settle: { en: 'Ten seeds at 16 blocks.', zh: '16 层用十个种子。' },
  },
  'start-fixup': {
    verdict: open,
    reason: {
      en: 'At 8 and 16 blocks it trains where Xavier does not (0.67 and 0.44 nats against 1.96 and 2.08). At 4 blocks, where Post-Norm with Xavier trains too (0.50), Fixup is slower (1.05), without certainty; but its interval, from −0.07 to 1.18, holds nothing of what the rule asks for, below −0.1, and one such size forbids a verdict.',
      zh: '8 层和 16 层时它能训练而 Xavier 不能（0.67 与 0.44 nat，对 1.96 与 2.08）。4 层时 Xavier 的后归一化也能训练（0.50），Fixup 较慢（1.05），但不确定；其区间 −0.07 到 1.18 完全在规则所要求的 −0.1 以下之外，有一个规模如此便不能下结论。',
    },
    settle: { en: 'More steps at 4 blocks.', zh: '4 层训练更多步。' },
  },
  'post-depth-equal-parameters': {
    verdict: contradicted,
    reason: {
      en: 'From 8 blocks on Post-Norm stayed at 3.04 nats at every learning rate, with 30 steps of warm-up of 120: it gets nothing out of depth that it cannot be trained at. At 4 blocks, where it trains, it loses 0.24 nats against 2 wider blocks, Pre-Norm 0.05.',
      zh: '从 8 层起后归一化在每个学习率下都停在 3.04 nat（120 步中预热 30 步）：在训练不起来的深度上，它无从受益。4 层时它能训练，比更宽的 2 层差 0.24 nat，前归一化差 0.05。',
    },
    settle: {
      en: '2000 steps with learning rates from 0.0001, so that Post-Norm of 8 blocks trains.',
      zh: '训练 2000 步，学习率从 0.0001 起，使 8 层的后归一化能训练。',
    },
  },
  'post-depth-equal-compute': {
    verdict: contradicted,
    reason: {
      en: 'The same as at equal parameters: from 8 blocks on Post-Norm stayed at 3.04 nats; at 4 blocks it loses 0.23 nats against 2 wider blocks, Pre-Norm 0.06.',
      zh: '与参数量相同时一样：从 8 层起后归一化停在 3.04 nat；4 层时它比更宽的 2 层差 0.23 nat，前归一化差 0.06。',
    },
    settle: {
      en: '2000 steps with learning rates from 0.0001, so that Post-Norm of 8 blocks trains.',
      zh: '训练 2000 步，学习率从 0.0001 起，使 8 层的后归一化能训练。',
    },
  },
  'sandwich-learned-gain': {
    verdict: open,
    reason: {
      en: 'It makes no difference in 120 steps: 0.002 nats at the most, with intervals that reach no further than 0.006. A gain that starts at 0.1 does (sandwich-small-gain): where it starts matters here, not that it is learned.',
      zh: '120 步内没有差别：至多 0.002 nat，区间不超过 0.006。从 0.1 起步的增益则有差别（sandwich-small-gain）：这里要紧的是从哪里起步，而不是能否学习。',
    },
    settle: { en: 'The same over 5000 steps, in which gains have the time to move.', zh: '训练 5000 步，让增益有时间变化。' },
  },
};
