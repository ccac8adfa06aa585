/** Where a run broke first, read off what was measured inside it. */
import type { Snapshot } from './types.ts';

export interface FirstBreak {
  readonly step: number;
  /** The sublayer or block as the measurement names it: `layers.2.attn.stream_out`. */
  readonly label: string;
  readonly what: 'stream' | 'gradient';
  /** How it showed: no number any more, or grown beyond `factor` times its start. */
  readonly how: 'not-finite' | 'grown';
  /** Times its value at the first measurement; Infinity when it is not a number any more. */
  readonly factor: number;
}

interface Reading {
  readonly series: string;
  readonly what: FirstBreak['what'];
  /** The stream breaks on its way up, gradients on their way down: what comes first in that order broke the rest. */
  readonly downward: boolean;
}

const readings: readonly Reading[] = [
  { series: 'stream-rms/out', what: 'stream', downward: false },
  { series: 'gradient-norm/layer', what: 'gradient', downward: true },
];

/** Growth that no healthy run of a normalized network shows within a few hundred steps. */
const grown = 10;

/**
 * The first measured step at which something was no number, else at which something had grown tenfold; undefined when neither did.
 * @param labels of each series, as the run's `started` event names them.
 */
export function firstBreak(snapshots: readonly Snapshot[], labels: Readonly<Record<string, readonly string[]>>): FirstBreak | undefined {
  const found = (judge: typeof brokenAt): FirstBreak | undefined => {
    for (const snapshot of snapshots) {
      for (const reading of readings) {
        const hit = judge(snapshot, reading, snapshots[0] as Snapshot);
        if (hit) return { step: snapshot.step, what: reading.what, label: labels[reading.series]?.[hit.index] ?? '', ...hit.seen };
      }
    }
    return undefined;
  };
  return found(brokenAt) ?? found(grownAt);
}

interface Hit {
  readonly index: number;
  readonly seen: Pick<FirstBreak, 'how' | 'factor'>;
}

function brokenAt({ series }: Snapshot, { series: id, downward }: Reading, _start: Snapshot): Hit | undefined {
  const values = series[id] ?? [];
  const broken = (value: number) => !Number.isFinite(value);
  const index = downward ? values.findLastIndex(broken) : values.findIndex(broken);
  return index < 0 ? undefined : { index, seen: { how: 'not-finite', factor: Number.POSITIVE_INFINITY } };
}

/** The place that grew most. */
function grownAt({ series }: Snapshot, { series: id }: Reading, start: Snapshot): Hit | undefined {
  const ratios = (series[id] ?? []).map((value, i) => value / (start.series[id]?.[i] ?? Number.NaN));
  const most = Math.max(...ratios.filter(Number.isFinite));
  return most >= grown ? { index: ratios.indexOf(most), seen: { how: 'grown', factor: most } } : undefined;
}
