/** Remarks on claims of the study note. */
import { contradicted, open, type Remark } from './types.ts';

export const noteRemarks: Readonly<Record<string, Remark>> = {
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
      en: 'With AdamW and clipping the loss of Post-Norm rose above its start in 4 of 12 runs, by 0.7 nats at most, that of Pre-Norm in 4 of 12 as well, once by 1.4. Post-Norm does not explode here, it gets stuck: without warm-up its runs of 8 and 16 blocks ended at 2.06 to 2.09 nats, where a guess is 2.08 (evidence of residual-without-warmup).',
      zh: '使用 AdamW 与梯度裁剪时，后归一化 12 次运行中有 4 次损失高出起点，至多 0.7 nat；前归一化也是 12 次中 4 次，有一次 1.4。这里后归一化不是爆炸，而是停住：不预热时 8 层和 16 层的运行停在 2.06 到 2.09 nat，而猜测为 2.08（见 residual-without-warmup 的证据）。',
    },
    settle: { en: 'The same without clipping, and with SGD.', zh: '不裁剪梯度，以及改用 SGD，做同样的实验。' },
  },
  'post-needs-warmup': {
    verdict: open,
    reason: {
      en: 'At 4 blocks warm-up makes the difference between a guess and a solved task (1.7 nats). At 8 and 16 blocks Post-Norm does not learn at this learning rate with 30 steps of warm-up either (1.94 to 2.09 nats, a guess is 2.08), so there is hardly anything to be seen: most likely 30 steps are too few, or the rate too high. At 0.003 (in the evidence) warm-up helps at 8 blocks by about 0.6 nats.',
      zh: '4 层时预热决定了是停在猜测还是解决任务（1.7 nat）。8 层和 16 层时，在此学习率下预热 30 步的后归一化同样学不会（1.94 到 2.09 nat，猜测为 2.08），因而几乎看不出差别：很可能 30 步太短，或学习率太高。学习率 0.003 时（见证据），8 层预热约有 0.6 nat 的帮助。',
    },
    settle: {
      en: 'The runs of xiong-warmup-table: 1000 steps at 0.003, with warm-ups of 0 and 300. There no seed learns the task at 16 blocks without warm-up (2.08 nats), and all do with it (0.001 to 0.29).',
      zh: 'xiong-warmup-table 的运行：学习率 0.003，训练 1000 步，预热 0 与 300 步。在那里，16 层不预热时没有一个种子学会任务（2.08 nat），预热后全部学会（0.001 到 0.29）。',
    },
  },
  'post-regularises': {
    verdict: open,
    reason: {
      en: 'At 1 and 2 blocks the gaps differ by a hundredth of a nat or less. At 4 blocks Post-Norm’s is 0.05 smaller, but its validation loss is 0.12 nats worse (2.60 against 2.48), so that the smaller gap is most likely less fitting and not better generalisation.',
      zh: '1 层和 2 层时两者差距之差不超过百分之一 nat。4 层时后归一化的差距小 0.05，但验证损失高 0.12 nat（2.60 对 2.48），因此较小的差距很可能是欠拟合，而不是更好的泛化。',
    },
    settle: {
      en: 'Equal training loss instead of equal steps: 2000 steps, compared where both reach the same training loss.',
      zh: '以相等的训练损失而不是相等的步数比较：训练 2000 步，在两者训练损失相同处比较。',
    },
  },
  'post-ends-better': {
    verdict: contradicted,
    reason: {
      en: 'The claim is about Post-Norm where it trains. At 2 + 2 blocks it does and is ahead by 0.085 nats, without certainty. At 4 + 4 and 8 + 8 blocks it had come to 2.6 and 3.6 nats after 80 steps, 8 of them warm-up, Pre-Norm to 1.6 and 1.7: most likely too few steps for it to get going.',
      zh: '该结论说的是能训练起来的后归一化。2 + 2 块时它能训练，领先 0.085 nat，但不确定。4 + 4 与 8 + 8 块时，80 步（预热 8 步）后它为 2.6 与 3.6 nat，前归一化为 1.6 与 1.7：很可能步数太少，它还没有起步。',
    },
    settle: {
      en: '2 + 2 blocks with 20 seeds, and 6 + 6 blocks with 5000 steps and learning rates from 0.0001.',
      zh: '2 + 2 块用 20 个种子；6 + 6 块训练 5000 步，学习率从 0.0001 起。',
    },
  },
  'pre-gradient-even': {
    verdict: contradicted,
    reason: {
      en: 'The first block gets 2.6 times the gradient of the last at 6 blocks, 7.8 times at 48 (evidence of post-gradient-vanishes). A norm divides the gradient by the size of what it normalizes, and Pre-Norm’s stream is small at the bottom and grows: by that argument the gradient of block l goes as 1/√l, 2.4 and 6.9 times. What theory has flat is the gradient of the stream, which was not measured here.',
      zh: '6 层时第一块的梯度是最后一块的 2.6 倍，48 层时为 7.8 倍（见 post-gradient-vanishes 的证据）。归一化会使梯度除以其输入的大小，而前归一化的残差流底部小、逐层增大：按此论证第 l 块的梯度按 1/√l 变化，即 2.4 与 6.9 倍。理论上平坦的是残差流上的梯度，这里没有测量。',
    },
    settle: {
      en: 'The same with embeddings of the size that the stream has at its end, and after training.',
      zh: '把嵌入的大小设为残差流末端的大小，以及训练之后，做同样的测量。',
    },
  },
  'pre-depth-for-width': {
    verdict: open,
    reason: {
      en: 'Merging two blocks costs little in either: Pre-Norm 0.029, 0.010 and 0.004 nats at 4, 8 and 16 blocks, Post-Norm 0.032, 0.006 and 0.003. But at 8 and 16 blocks these Post-Norm models had learned nothing beyond 3.04 nats (pre-ends-worse), and blocks that do nothing can be merged for nothing: the comparison says little there.',
      zh: '两者合并两块的代价都很小：4、8、16 层时前归一化为 0.029、0.010、0.004 nat，后归一化为 0.032、0.006、0.003。但 8 层和 16 层的后归一化模型停在 3.04 nat，什么也没学到（pre-ends-worse），不起作用的块合并当然没有代价：这里的比较说明不了多少。',
    },
    settle: {
      en: 'Post-Norm models that learned as much as the Pre-Norm ones they are compared with.',
      zh: '用与所比较的前归一化学得同样好的后归一化模型。',
    },
  },
  'pre-effective-depth': {
    verdict: open,
    reason: {
      en: 'At 16 blocks Pre-Norm needs 52% of its blocks and Post-Norm 27%, the other way round than claimed. But at 8 and 16 blocks these Post-Norm models stayed at 3.04 nats (pre-ends-worse), and of a model that learned little most blocks can be skipped. At 4 blocks both need 56%.',
      zh: '16 层时前归一化需要 52% 的块，后归一化 27%，与主张相反。但 8 层和 16 层的后归一化模型停在 3.04 nat（pre-ends-worse），学得很少的模型大多数块都可以跳过。4 层时两者都需要 56%。',
    },
    settle: { en: 'Models trained to the same loss, with warm-up for Post-Norm.', zh: '把模型训练到相同的损失，并为后归一化使用预热。' },
  },
  'pre-ends-worse': {
    verdict: contradicted,
    reason: {
      en: 'At 8 and 16 blocks Post-Norm stayed at 3.04 nats on every seed, Pre-Norm came to 2.53 and 2.56: this is not a better-trained Post-Norm that lost, but one that did not train, with 12 steps of warm-up and 0.001 as the smallest learning rate. With 35 steps of 140 it stayed there at 12 blocks too (admin-trains-deep). ProRes, which tuned every placement on language models, has Pre ahead as well.',
      zh: '8 层和 16 层时，后归一化每个种子都停在 3.04 nat，前归一化到 2.53 与 2.56：输的不是训练好的后归一化，而是没有训练起来的（预热 12 步，最小学习率 0.001）。140 步中预热 35 步时，12 层的后归一化同样停在那里（admin-trains-deep）。对每种位置分别调参的 ProRes 在语言模型上同样是前归一化领先。',
    },
    settle: { en: 'Learning rates from 0.0001 and 2000 steps with 10% of warm-up.', zh: '学习率从 0.0001 起，训练 2000 步，预热 10%。' },
  },
  'sandwich-learns-better': {
    verdict: contradicted,
    reason: {
      en: 'Sandwich-Norm is far ahead of Post-Norm (0.5 nats at 8 and 16 blocks) and 0.015 and 0.025 nats behind Pre-Norm there. Most likely because unit gains let every branch write a unit at once: with output gains that start at 0.1 it is 0.05 nats ahead of Pre-Norm at 8 blocks (2.476 against 2.530, evidence of sandwich-small-gain).',
      zh: '在 8 层和 16 层，三明治归一化远好于后归一化（0.5 nat），比前归一化差 0.015 与 0.025 nat。很可能因为增益为 1 使每个支路一开始就写入一个单位：输出增益从 0.1 起步时，8 层比前归一化好 0.05 nat（2.476 对 2.530，见 sandwich-small-gain 的证据）。',
    },
    settle: { en: '5000 steps.', zh: '训练 5000 步。' },
  },
  'sandwich-can-collapse': {
    verdict: open,
    reason: {
      en: 'Neither broke by this measure: both bore the ramp to its top, 0.3, at every depth and seed. Of all 63 runs two broke, at 0.298 and 0.294 (DeepNorm and HybridNorm at 16 blocks), so that the measure cannot tell placements apart on this task. Most likely because counting characters, which a broken model still does, is much of what is learned in 150 steps.',
      zh: '按这一度量两者都没有崩溃：每种深度、每个种子都承受到升幅的顶端 0.3。全部 63 次运行中只有两次在 0.298 与 0.294 处崩溃（16 层的 DeepNorm 与 HybridNorm），因此这一度量在该任务上分不出位置。很可能因为 150 步所学的大部分只是数字符，崩溃的模型也能做到。',
    },
    settle: {
      en: 'The ramp on copying, where a guess and the solution lie far apart, over 2000 steps; and half precision, in which GLM-130B collapsed.',
      zh: '在复制任务上（猜测与解决相差很大）用 2000 步的升幅；以及 GLM-130B 崩溃时所用的半精度。',
    },
  },
  'no-norm-fails': {
    verdict: open,
    reason: {
      en: 'It depends on the depth. At 4 blocks the model without norms ends at 0.017 nats, Pre-Norm at 0.007; at 8 and 16 blocks every run diverged, and counts at its starting loss of 32 to 70 and of 1330 to 1700 nats. That loss differs from seed to seed, which makes the interval at 8 blocks wide enough to reach below the boundary.',
      zh: '取决于深度。4 层时没有归一化的模型为 0.017 nat，前归一化为 0.007；8 层和 16 层时所有运行都发散，按起始损失计入：32 到 70 与 1330 到 1700 nat。起始损失随种子变化，使 8 层的区间宽到越过界限。',
    },
    settle: {
      en: 'More seeds at 8 blocks, and the share of diverged runs as the effect.',
      zh: '8 层用更多种子，并以发散运行的占比为效应。',
    },
  },
};
