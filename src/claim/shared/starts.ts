/** What claims about initialisations have in common. */

import type { StudyResult } from '../../study/types.ts';
import { studyLines } from '../read/read.ts';
import { finalLoss } from '../read/run.ts';
import type { Claim, Numbers } from '../types.ts';
import { starts } from './training.ts';
import { depth } from './words.ts';

export const startNeeds = { trained: starts } as const;

export const readStarts = ({ trained }: { readonly trained: StudyResult }): Numbers => ({
  main: studyLines(trained, { pick: finalLoss, keep: () => true }),
});

export const startFigure: Claim['figure'] = {
  kind: 'lines',
  x: depth,
  y: { en: 'validation loss without warm-up, nats', zh: '不预热时的验证损失（nat）' },
  names: {
    'post-xavier': { en: 'Post, Xavier', zh: '后归一化，Xavier' },
    'post-small-init': { en: 'Post, SmallInit', zh: '后归一化，SmallInit' },
    'post-ds-init': { en: 'Post, DS-Init', zh: '后归一化，DS-Init' },
    'wrong-sign': { en: 'DeepNorm, wrong sign', zh: 'DeepNorm，符号写反' },
  },
};
