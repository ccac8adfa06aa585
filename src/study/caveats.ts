/** What changes how a verdict is read, and is said beside it everywhere: in the terminal, in the report, in the JSON. */
import { type Language, list, type MessageKey, type MessageValues, message } from '../core/message/index.ts';
import { edgeOf } from './edge.ts';
import type { StudyResult } from './types.ts';

type Given = Pick<StudyResult, 'arms' | 'task'>;

interface Speaker {
  readonly say: (key: MessageKey, values: MessageValues) => string;
  readonly names: (arms: readonly string[]) => string;
}

/** One concern each; in order of weight. */
const concerns: readonly ((result: Given, speaker: Speaker) => readonly string[])[] = [
  ({ task }) => task.warnings,
  ({ arms }) => [...new Set(arms.flatMap(({ warnings }) => warnings))],
  ({ arms, task: { bigramEntropy: bigram } }, { say, names }) => {
    const judged = arms.filter(({ evalLoss }) => evalLoss.mean !== null);
    const above = judged.filter(({ evalLoss }) => bigram !== null && (evalLoss.mean as number) >= bigram);
    if (bigram === null || above.length === 0) return [];
    const key = above.length === judged.length ? 'caveat.noneBelowBigram' : 'caveat.aboveBigram';
    return [say(key, { bigram: bigram.toFixed(3), arms: names(above.map(({ id }) => id)) })];
  },
  ({ arms }, { say, names }) => {
    const edges = arms.flatMap((arm) => edgeOf(arm) ?? []);
    const ends = new Map(edges.map(({ side, lr }) => [`${side} ${lr}`, { side, lr }]));
    return [...ends.values()].map(({ side, lr }) => {
      const there = edges.filter((edge) => edge.side === side && edge.lr === lr);
      return say(`caveat.edge.${side}`, { arms: names(there.map(({ arm }) => arm)), lr: String(lr) });
    });
  },
];

/** @param name what an arm is called; its id when left out. */
export function caveats(result: Given, language: Language, name: (arm: string) => string = (id) => id): string[] {
  const say: Speaker['say'] = (key, values) => message(language, key, values);
  const names: Speaker['names'] = (arms) => list(arms.map(name), language);
  return concerns.flatMap((concern) => concern(result, { say, names }));
}
