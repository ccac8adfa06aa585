/** A cheaper form of what a claim needs: fewer seeds and sizes, the same question. */
import type { StudyOptions } from '../../study/options.ts';
import type { Need, StudyNeed } from './types.ts';

const fewest = <T>(values: readonly T[], count: number): readonly T[] => values.slice(0, count);

/** Of studies three judging seeds and the smaller two sizes, of signals four and three; sizes named arm by arm are kept. */
export function reduced(need: Need): Need {
  if (need.kind === 'signal') return { ...need, seeds: Math.min(4, need.seeds), depths: fewest(need.depths, 3) };
  if (need.kind === 'study') return reducedStudy(need);
  return { ...need, study: reducedStudy(need.study) };
}

const reducedStudy = ({ kind, options }: StudyNeed): StudyNeed => ({ kind, options: reducedOptions(options) });

function reducedOptions({ seeds, vary = {}, ...options }: StudyOptions): StudyOptions {
  const sizes = Object.fromEntries(Object.entries(vary).map(([path, values]) => [path, fewest(values, 2)]));
  return { ...options, vary: sizes, ...(Array.isArray(seeds) && { seeds: fewest(seeds, 3) as readonly number[] }) };
}
