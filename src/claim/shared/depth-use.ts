/** What claims about the use of depth have in common. */
import type { Answer } from '../need/types.ts';
import { answerLines } from '../read/read.ts';
import { average } from '../read/run.ts';
import type { Line } from '../types.ts';
import { depthOfTrained } from './training.ts';

export const depthNeeds = { asked: depthOfTrained } as const;

/** The mean over places of one series of a probe. */
export const meanOf = (asked: readonly Answer[], series: string): Line[] =>
  answerLines(asked, (answer) => average(answer.series[series] ?? []));
