/** A mean never stands without what it leaves out. */
import type { Context } from './context.ts';

interface Standing {
  readonly n: number;
  readonly leftOut: number;
}

/** "2.310 (3 of 5)"; the text alone when nothing is left out. */
export function withKept(text: string, { n, leftOut }: Standing, { say }: Context): string {
  return leftOut > 0 ? say('report.word.withKept', { text, kept: say('report.word.kept', { n, total: n + leftOut }) }) : text;
}
