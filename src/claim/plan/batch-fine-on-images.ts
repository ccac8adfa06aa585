import type { RunRecord, StudyResult } from '../../study/types.ts';
import { studyLines } from '../read/read.ts';
import { finalLoss } from '../read/run.ts';
import { againstLayer, images, normalizerFigure } from '../shared/normalizers.ts';
import { powerNorm } from '../shared/sources.ts';
import { normalizersOnImages } from '../shared/training.ts';
import { defineClaim } from '../types.ts';

/** At least a tenth below a uniform guess: two models that learned nothing are alike whatever their norms. */
const learnedLoss = (run: RunRecord, { task }: StudyResult): number => {
  const loss = finalLoss(run);
  return loss < 0.9 * task.uniformEntropy ? loss : Number.NaN;
};

export const batchFineOnImages = defineClaim({
  id: 'batch-fine-on-images',
  group: 'plan',
  statement: { en: 'BatchNorm is no worse than LayerNorm on images.', zh: '在图像上批归一化不逊于层归一化。' },
  sources: [powerNorm],
  published: { en: 'the usual choice in convolutional networks', zh: '卷积网络中的惯常选择' },
  needs: { trained: normalizersOnImages },
  read: ({ trained }) => ({ main: studyLines(trained, { pick: learnedLoss }) }),
  rule: againstLayer({ id: 'batch', name: { en: 'BatchNorm', zh: '批归一化' }, task: images, within: [Number.NEGATIVE_INFINITY, 0.05] }),
  earlier: {
    en: 'The first rule counted every run, at 80 steps. On the same task and in as many steps no placement learned anything, as the runs of one-best-placement showed, and two models that learned nothing differ by nothing, which that rule would have called support. The study was therefore given 300 steps and fewer blocks, and runs that are not a tenth below a uniform guess are left out, as if they were missing. Its 80-step runs with BatchNorm had ended by then but were looked at only afterwards: 1.30 to 1.37 nats, against 1.38 to 1.43 with LayerNorm.',
    zh: '最初的规则在 80 步时计入所有运行。one-best-placement 的运行表明，同一任务、同样步数下没有任何位置学到东西，而两个什么也没学到的模型没有差别，按那条规则会算作支持。因此实验改为 300 步、更少的块，并且不比均匀猜测低一成的运行视同缺失，不予计入。当时 80 步的批归一化运行已经结束，但之后才查看：1.30 到 1.37 nat，层归一化为 1.38 到 1.43。',
  },
  figure: normalizerFigure,
});
