import { probes } from './index.ts';
import type { ProbeSeries, Subject } from './types.ts';

export interface ProbeResult {
  readonly id: string;
  readonly series: readonly ProbeSeries[];
}

/**
 * Asks a model one probe after the other.
 *
 * @param done hears of every probe that has ended, and how many have.
 * @returns the results in the order asked for; of a subject that was told to stop, those of the probes that had finished.
 * @throws UserError before any work for an unknown id, or when one of the probes does not fit the model.
 */
export async function ask(
  subject: Subject,
  ids: readonly string[],
  done: (count: number) => void = () => undefined,
): Promise<ProbeResult[]> {
  const asked = ids.map((id) => probes.get(id));
  for (const { refusal } of asked) {
    const refused = refusal?.(subject);
    if (refused) throw refused;
  }
  const results: ProbeResult[] = [];
  for (const { id, measure } of asked) {
    try {
      results.push({ id, series: await measure(subject) });
    } catch (error) {
      if (subject.signal?.aborted) return results;
      throw error;
    }
    done(results.length);
  }
  return results;
}
