/** Whether the gradient of the last FFN depends on the depth, in words. */
import { type Language, list, type MessageKey, message } from '../../core/message/index.ts';
import type { SignalArm, SignalResult } from '../../study/signal-types.ts';

/** An exponent below this is called flat: depth 100 then changes the norm by less than 40%. */
const flat = 0.1;

export const theorySlope = ({ depths }: Pick<SignalArm, 'depths'>): number | null =>
  depths.find(({ theory }) => theory.slope !== undefined)?.theory.slope ?? null;

/** Whether one level line, as theory has it for the arm, passes through the bars of all depths. */
function levelInBars(arm: SignalArm): boolean {
  const bars = arm.depths.map(({ lastFfnGradNorm }) => lastFfnGradNorm);
  const known = bars.every(({ low, high }) => low !== null && high !== null);
  return (
    theorySlope(arm) === 0 &&
    known &&
    Math.max(...bars.map(({ low }) => low as number)) <= Math.min(...bars.map(({ high }) => high as number))
  );
}

const kinds: readonly { readonly key: MessageKey; readonly when: (arm: SignalArm) => boolean }[] = [
  { key: 'report.signal.leadLevel', when: levelInBars },
  { key: 'report.signal.leadVaries', when: (arm) => !levelInBars(arm) && Math.abs(arm.slope ?? 0) >= flat },
  { key: 'report.signal.leadFlat', when: (arm) => !levelInBars(arm) && Math.abs(arm.slope ?? 1) < flat },
];

/** @param name what an arm is called; its id when left out. */
export function depthSentences({ arms }: SignalResult, language: Language, name: (arm: string) => string = (id) => id): string[] {
  return kinds.flatMap(({ key, when }) => {
    const named = arms.filter((arm) => arm.slope !== null && when(arm)).map(({ id }) => name(id));
    return named.length > 0 ? [message(language, key, { arms: list(named, language) })] : [];
  });
}
