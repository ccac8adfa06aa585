/** From runs to what the charts draw. */
import type { Snapshot } from 'normlab/web';

/** Weight of the past in a smoothed curve: about the last ten steps. */
const memory = 0.9;

/** An average that fades; corrected for its start. */
export function smoothed(values: readonly number[]): (number | null)[] {
  let [sum, weight] = [0, 0];
  return values.map((value) => {
    if (!Number.isFinite(value)) return null;
    sum = memory * sum + (1 - memory) * value;
    weight = memory * weight + (1 - memory);
    return sum / weight;
  });
}

const drawable = (value: number | undefined): number | null => (value !== undefined && Number.isFinite(value) ? value : null);

export interface Band {
  readonly mean: (number | null)[];
  readonly low: (number | null)[];
  readonly high: (number | null)[];
}

/** Mean and extremes over the seeds at each step; a mean only where all runs that began have a number. */
export function bandOf({ runs }: { readonly runs: readonly { readonly losses: readonly number[] }[] }, length: number): Band {
  const curves = runs.map(({ losses }) => smoothed(losses));
  const at = (i: number): number[] => curves.flatMap((curve) => drawable(curve[i] ?? undefined) ?? []);
  const columns = Array.from({ length }, (_, i) => at(i));
  return {
    mean: columns.map((column) => (column.length > 0 ? column.reduce((a, b) => a + b, 0) / column.length : null)),
    low: columns.map((column) => (column.length > 0 ? Math.min(...column) : null)),
    high: columns.map((column) => (column.length > 0 ? Math.max(...column) : null)),
  };
}

/** The losses as they came, for as many steps as the axis has. */
export const raw = (losses: readonly number[], length: number): (number | null)[] => Array.from({ length }, (_, i) => drawable(losses[i]));

/** The measurement at a step, or the last one before it; the last of all without one. */
export function snapshotAt(snapshots: readonly Snapshot[], step: number | undefined): Snapshot | undefined {
  if (step === undefined) return snapshots.at(-1);
  return snapshots.findLast((snapshot) => snapshot.step <= step) ?? snapshots[0];
}

/** `layers.2.attn.stream_out` as layer 3 and `attn`. */
export function placeOf(label: string): { readonly layer: number; readonly sublayer: string } | undefined {
  const found = /layers\.(\d+)(?:\.(\w+))?/.exec(label);
  return found ? { layer: Number(found[1]) + 1, sublayer: found[2] ?? '' } : undefined;
}
