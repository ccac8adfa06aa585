/** What is said of results after they were seen: the most likely reason, and the run that would settle it. Rules are never changed here. */
import type { Localized } from '../core/message/index.ts';
import type { ClaimVerdict } from './types.ts';

export interface Remark {
  /** The verdict it was written for; of another it says nothing. */
  readonly verdict: ClaimVerdict;
  readonly reason: Localized;
  readonly settle: Localized;
}

const contradicted = 'contradicted';
const open = 'not shown at this scale';

export const remarks: Readonly<Record<string, Remark>> = {
  'post-gradient-vanishes': {
    verdict: contradicted,
    reason: {
      en: 'In a stack of one kind of block, decoder or encoder, a sublayer of Post-Norm that writes as much as it finds makes the backward signal as much larger as the norm makes it smaller, so the first block gets as much as the last: between 0.8 and 1.3 times at all depths here. Liu et al. (2020) measured the same in encoders and found the vanishing in decoders with cross-attention only.',
      zh: '在由同一种块（解码器或编码器）堆成的模型中，后归一化的子层写入多少，反向信号就放大多少，恰与归一化的缩小相抵，所以第一块得到的梯度与最后一块相当：这里各深度为 0.8 到 1.3 倍。Liu 等（2020）在编码器中测得同样的结果，只在带交叉注意力的解码器中看到消失。',
    },
    settle: {
      en: 'The same measurement in an encoder-decoder, on the decoder’s blocks.',
      zh: '在编码器-解码器中对解码器各块做同样的测量。',
    },
  },
  'post-dilutes-identity': {
    verdict: 'supported',
    reason: {
      en: 'The share falls geometrically, but about half as fast as 2^(−n/2): uniform attention averages over tokens, so that the attention sublayers write far less than the theory assumes and only the feed-forward ones count fully. The first four blocks are the same at every depth, so the sizes repeat one number.',
      zh: '占比按几何级数下降，但速率只有 2^(−n/2) 的一半左右：均匀注意力对 token 取平均，注意力子层的写入远小于理论假设，只有前馈子层完全计入。前四块在各深度下相同，因此各规模给出同一个数。',
    },
    settle: {
      en: 'A model whose branches write unit variance in every sublayer: Post-Norm with a norm on the branch as well.',
      zh: '让每个子层的支路都写入单位方差的模型：在后归一化的支路上再加一个归一化。',
    },
  },
  'post-unstable-early': {
    verdict: open,
    reason: {
      en: 'With AdamW and clipping no run’s loss rose much above its start, Post-Norm’s or Pre-Norm’s; Post-Norm does not explode here, it gets stuck at the loss of a guess.',
      zh: '使用 AdamW 与梯度裁剪时，后归一化和前归一化的损失都没有明显高于起点；这里后归一化不是爆炸，而是停在猜测的损失上。',
    },
    settle: { en: 'The same without clipping, and with SGD.', zh: '不裁剪梯度，以及改用 SGD，做同样的实验。' },
  },
  'post-needs-warmup': {
    verdict: open,
    reason: {
      en: 'At 4 blocks warm-up makes the difference between a guess and a solved task (1.7 nats). At 8 and 16 blocks Post-Norm does not learn at this learning rate with 30 steps of warm-up either, so there is nothing to be seen: 30 steps are too few, or the rate too high. At 0.003 (in the evidence) warm-up helps at 8 blocks by about 0.6 nats.',
      zh: '4 层时预热决定了是停在猜测还是解决任务（1.7 nat）。8 层和 16 层时，在此学习率下预热 30 步的后归一化同样学不会，因而看不出差别：30 步太短，或学习率太高。学习率 0.003 时（见证据），8 层预热约有 0.6 nat 的帮助。',
    },
    settle: { en: '1000 steps with warm-ups of 0, 100 and 300.', zh: '训练 1000 步，预热 0、100、300 步。' },
  },
  'post-regularises': {
    verdict: open,
    reason: {
      en: 'At 1 and 2 blocks the gap is the same to a hundredth of a nat. At 4 blocks Post-Norm’s is smaller, but so is what it learned: its validation loss is 0.1 nats worse, so a smaller gap there is less fitting and not better generalisation.',
      zh: '1 层和 2 层时差距相同（相差百分之一 nat）。4 层时后归一化的差距较小，但它学到的也少：验证损失高 0.1 nat，那里的小差距是欠拟合，而不是更好的泛化。',
    },
    settle: {
      en: 'Equal training loss instead of equal steps: 2000 steps, compared where both reach the same training loss.',
      zh: '以相等的训练损失而不是相等的步数比较：训练 2000 步，在两者训练损失相同处比较。',
    },
  },
  'post-ends-better': {
    verdict: contradicted,
    reason: {
      en: 'The claim is about Post-Norm where it trains. At 2 + 2 blocks it trains and is ahead by 0.08 nats, without certainty; at 4 + 4 and 8 + 8 blocks 80 steps with 8 of warm-up are not enough for it to leave the beginning.',
      zh: '该结论说的是能训练起来的后归一化。2 + 2 块时它能训练，领先 0.08 nat，但不确定；4 + 4 与 8 + 8 块时，80 步、预热 8 步不足以让它起步。',
    },
    settle: {
      en: '2 + 2 blocks with 20 seeds, and 6 + 6 blocks with 5000 steps and learning rates from 0.0001.',
      zh: '2 + 2 块用 20 个种子；6 + 6 块训练 5000 步，学习率从 0.0001 起。',
    },
  },
  'pre-gradient-even': {
    verdict: contradicted,
    reason: {
      en: 'The first block gets 2.5 times the gradient of the last at 6 blocks, 8 times at 48. A norm divides the gradient by the size of what it normalizes, and Pre-Norm’s stream is small at the bottom and grows: the gradient of block l goes as 1/√l. What is flat is the gradient of the stream.',
      zh: '6 层时第一块的梯度是最后一块的 2.5 倍，48 层时为 8 倍。归一化会使梯度除以其输入的大小，而前归一化的残差流底部小、逐层增大：第 l 块的梯度按 1/√l 变化。平坦的是残差流上的梯度。',
    },
    settle: {
      en: 'The same with embeddings of the size that the stream has at its end, and after training.',
      zh: '把嵌入的大小设为残差流末端的大小，以及训练之后，做同样的测量。',
    },
  },
  'pre-ends-worse': {
    verdict: contradicted,
    reason: {
      en: 'At 8 and 16 blocks Post-Norm stayed at the loss of counting characters (3.04) at every learning rate tried, the smallest of which was 0.001, with 12 steps of warm-up: this is not a better-trained Post-Norm that lost, but one that did not train. ProRes, which tuned every placement on language models, has Pre ahead as well.',
      zh: '8 层和 16 层时，后归一化在试过的每个学习率（最小 0.001）、预热 12 步下都停在只数字符的损失（3.04）：输的不是训练好的后归一化，而是没有训练起来的。对每种位置分别调参的 ProRes 在语言模型上同样是前归一化领先。',
    },
    settle: {
      en: 'Learning rates from 0.0001 and 2000 steps with 10% of warm-up, where Post-Norm is known to train.',
      zh: '学习率从 0.0001 起，训练 2000 步，预热 10%：已知后归一化在那里能训练起来。',
    },
  },
  'sandwich-learns-better': {
    verdict: contradicted,
    reason: {
      en: 'Sandwich-Norm is far ahead of Post-Norm and 0.02 nats behind Pre-Norm: with unit gains every branch writes a unit at once, while Pre-Norm’s branches start small beside the embedding. The published gain appears with long training at 350M; in 120 steps only the start counts.',
      zh: '三明治归一化远好于后归一化，比前归一化差 0.02 nat：增益为 1 时每个支路一开始就写入一个单位，而前归一化的支路起初相对嵌入较小。已发表的优势出现在 350M 的长训练中；120 步只看得到开头。',
    },
    settle: { en: '5000 steps, and output gains that start below 1.', zh: '训练 5000 步，并让输出增益从小于 1 起步。' },
  },
  'sandwich-can-collapse': {
    verdict: open,
    reason: {
      en: 'Nothing collapsed by this measure: up to a learning rate of 0.3 no arm’s loss gave back half of what had been learned, because counting characters alone is more than half of it. The measure cannot tell placements apart on this task. No place was found where Sandwich-Norm collapses and Pre-Norm does not.',
      zh: '按这一度量没有方案崩溃：直到学习率 0.3，没有方案的损失退回所学的一半，因为只数字符就已超过一半。这一度量在该任务上分不出位置。没有找到三明治归一化崩溃而前归一化不崩溃之处。',
    },
    settle: {
      en: 'The ramp on copying, where a guess and the solution lie far apart, over 2000 steps; and half precision, in which GLM-130B collapsed.',
      zh: '在复制任务上（猜测与解决相差很大）用 2000 步的升幅；以及 GLM-130B 崩溃时所用的半精度。',
    },
  },
  'no-norm-fails': {
    verdict: open,
    reason: {
      en: 'It depends on the depth. At 4 blocks the model without norms trains as well as Pre-Norm; at 8 and 16 blocks every run diverged from starting losses of about 50 and 1450 nats. The interval at 8 blocks is wide because diverged runs count at their starting loss, which differs from seed to seed.',
      zh: '取决于深度。4 层时没有归一化的模型与前归一化一样好；8 层和 16 层时所有运行都从约 50 和 1450 nat 的起始损失发散。8 层的区间很宽，因为发散的运行按起始损失计入，而它随种子变化。',
    },
    settle: {
      en: 'More seeds at 8 blocks, and the share of diverged runs as the effect.',
      zh: '8 层用更多种子，并以发散运行的占比为效应。',
    },
  },
  'one-best-placement': {
    verdict: open,
    reason: {
      en: 'In so few steps classification and images are hardly learned by anything at 8 blocks, and masked text barely. Where something is learned, Sandwich-Norm is best at copying, with certainty; on text, masked text and translation it cannot be told from Pre-Norm. Post-Norm is behind wherever anything is learned at 8 blocks.',
      zh: '这么少的步数下，8 层时分类和图像几乎没有方案学会，掩码文本也只学到一点。学到东西的任务中，复制任务上三明治归一化确定最好；文本、掩码文本与翻译上它与前归一化分不出高下。凡是 8 层时学到东西的任务，后归一化都落后。',
    },
    settle: { en: 'The six studies with 1000 steps and 10 seeds.', zh: '六个实验各训练 1000 步、10 个种子。' },
  },
  'initialisation-mends-post': {
    verdict: open,
    reason: {
      en: 'DeepNorm mends it at every depth (0.005 to 0.4 nats against 2.1), and T-Fixup, which has no norms, does so too. Admin, whose profiled start was asked to as well, does so at 4 blocks only. The rule asked for both.',
      zh: 'DeepNorm 在每种深度都能修复（0.005 到 0.4 nat，对 2.1），没有归一化的 T-Fixup 也能。Admin（实测初始化）只在 4 层时做到。规则要求两者都做到。',
    },
    settle: {
      en: 'Admin with the warm-up and the learning rate that its authors use with it.',
      zh: '按其作者的做法，让 Admin 配合预热和相应的学习率。',
    },
  },
  'deepnorm-constant-update': {
    verdict: contradicted,
    reason: {
      en: 'DeepNorm’s first step moves the output by 0.08 at 6 blocks and 0.43 at 48; Post-Norm’s moves it by 1.0 to 1.3 at every depth, as much as a step can, and Pre-Norm’s by 0.7 to 1.1. It is far gentler than both, but not constant. The theorem counts the weight matrices; here biases, gains and embeddings are trained too, and the biases of all sublayers add up.',
      zh: 'DeepNorm 的第一步使输出改变 0.08（6 层）到 0.43（48 层）；后归一化在各深度都改变 1.0 到 1.3，已是一步所能改变的极限，前归一化为 0.7 到 1.1。它比两者温和得多，但并非不变。定理只计权重矩阵；这里偏置、增益和嵌入也在训练，各子层的偏置会累加。',
    },
    settle: {
      en: 'The same without biases and with norms that have no gain, at a learning rate small enough for Post-Norm not to saturate.',
      zh: '去掉偏置、使用无增益的归一化，并用小到后归一化不饱和的学习率，做同样的测量。',
    },
  },
  'rms-equals-layer': {
    verdict: open,
    reason: {
      en: 'At 2 and 4 blocks the two are the same to within 0.014 nats. At 8 blocks the interval [−0.023, 0.012] is a little wider than the 0.02 that the rule allows: four seeds are too few.',
      zh: '2 层和 4 层时两者相差不超过 0.014 nat。8 层时区间 [−0.023, 0.012] 略宽于规则允许的 0.02：四个种子太少。',
    },
    settle: { en: 'Eight seeds.', zh: '八个种子。' },
  },
  'pre-depth-for-width': {
    verdict: 'not shown at this scale',
    reason: {
      en: 'At the largest depth Post-Norm had learned too little for its blocks to matter, so merging two of them cost nothing either.',
      zh: '在最大的深度，Post-Norm 学到的太少，其各块无关紧要，因此合并相邻的块也没有代价。',
    },
    settle: {
      en: "Post-Norm trained with warm-up until it learns at that depth; a text model of 8 blocks trained so showed Pre-Norm's later merges to be several times cheaper.",
      zh: '用预热训练 Post-Norm，直到它在该深度学会任务；这样训练的 8 层文本模型显示，Pre-Norm 靠后的合并代价小数倍。',
    },
  },
  'pre-effective-depth': {
    verdict: 'not shown at this scale',
    reason: {
      en: 'The same: of a model that learned little, nearly every block can be skipped.',
      zh: '同样的原因：学得很少的模型，几乎每个块都可以跳过。',
    },
    settle: {
      en: 'Models trained to the same loss, with warm-up for Post-Norm.',
      zh: '把模型训练到相同的损失，并为 Post-Norm 使用预热。',
    },
  },
  'mix-ln-u-curve': {
    verdict: 'contradicted',
    reason: {
      en: "Within a few hundred steps every Post-Norm block costs; the paper's gain is that of long pre-training at 70 million parameters and more.",
      zh: '在几百步之内，每个 Post-Norm 块都有代价；论文的收益来自 7000 万参数以上的长期预训练。',
    },
    settle: {
      en: 'The same shares at ten times the steps, with warm-up tuned for each share.',
      zh: '以十倍的步数、并为每种比例调整预热来重复。',
    },
  },
  'peri-linear-variance': {
    verdict: 'not shown at this scale',
    reason: {
      en: 'The variance grows faster than linearly at the largest depth: trained gains of the exit norms are not all one, and later blocks write more.',
      zh: '在最大的深度，方差的增长快于线性：训练后出口归一化的增益并不都是一，靠后的块写入更多。',
    },
    settle: {
      en: 'The gains of the exit norms beside the variance, and longer training with weight decay on gains.',
      zh: '同时给出出口归一化的增益，并在对增益使用权重衰减的情况下训练更久。',
    },
  },
  'keel-lr-ordering': {
    verdict: 'not shown at this scale',
    reason: {
      en: 'The learning rates tried are a factor apart, and most placements bear the same one.',
      zh: '所尝试的学习率相差一个倍数，大多数位置承受的是同一个。',
    },
    settle: {
      en: 'A stability map refined to a tenth of a doubling, on more seeds.',
      zh: '用更多种子，把稳定性图加密到十分之一倍。',
    },
  },
  'residual-without-warmup': {
    verdict: 'not shown at this scale',
    reason: {
      en: 'At the largest depth its seeds disagree: some learn without warm-up, some do not.',
      zh: '在最大的深度，各种子结果不一：有的无预热也能学会，有的不能。',
    },
    settle: {
      en: 'Ten seeds or more at that depth.',
      zh: '在该深度使用十个或更多种子。',
    },
  },
  'dyt-helps-little-data': {
    verdict: 'contradicted',
    reason: {
      en: 'The models are far from fitting even the small text, so a normalizer that holds them back cannot help them yet.',
      zh: '模型远未拟合这段小文本，因此限制它的归一化还帮不上忙。',
    },
    settle: {
      en: 'Training until the validation loss rises again.',
      zh: '训练到验证损失重新上升为止。',
    },
  },
  'dyt-hurts-much-data': {
    verdict: 'not shown at this scale',
    reason: {
      en: 'The effect points the way of the claim, but seeds differ too much.',
      zh: '效应的方向与主张一致，但种子之间差异太大。',
    },
    settle: {
      en: 'About four times the seeds, or longer training.',
      zh: '大约四倍的种子，或更长的训练。',
    },
  },
};
