/** Makes a folder of runs as training leaves them: as many, as deep and as long as wanted, with spikes, NaN and divergence among them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJson } from '../../src/core/json.ts';
import { parseRun } from '../../src/spec/parse.ts';

export interface FolderSize {
  readonly runs: number;
  readonly layers: number;
  readonly steps: number;
  /** Steps from one measurement to the next. */
  readonly every: number;
}

const placements = ['post', 'pre', 'sandwich', 'peri'] as const;
const rates = [0.001, 0.003, 0.01, 0.03, 0.1] as const;

export interface MadeRun {
  readonly folder: string;
  readonly diverged: boolean;
}

/** Runs below `root`, seeds innermost. Those of Post at the largest rates diverge half-way. */
export function makeFolder(root: string, { runs, layers, steps, every }: FolderSize): MadeRun[] {
  return Array.from({ length: runs }, (_, i) => {
    const placement = placements[i % placements.length] as string;
    const lr = rates[Math.floor(i / placements.length) % rates.length] as number;
    const seed = Math.floor(i / (placements.length * rates.length));
    const folder = join(root, `sweep-${Math.floor(i / 100)}`, `${placement}-${lr}-${seed}`);
    const diverged = placement === 'post' && lr >= 0.03;
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'events.jsonl'),
      eventLines({ layers, steps: diverged ? Math.ceil(steps / 2) : steps, every, seed: i, diverged }).join(''),
    );
    writeFileSync(join(folder, 'run.json'), runJson({ placement, lr, seed, layers, steps, diverged }));
    return { folder, diverged };
  });
}

interface RunOf {
  readonly placement: string;
  readonly lr: number;
  readonly seed: number;
  readonly layers: number;
  readonly steps: number;
  readonly diverged: boolean;
}

function runJson({ placement, lr, seed, layers, steps, diverged }: RunOf): string {
  const run = parseRun({
    model: { placement, nLayers: layers, dModel: 32, nHeads: 4, seqLen: 16 } as never,
    task: { id: 'copy', symbols: 8 } as never,
    optimizer: { id: 'adamw', lr },
    steps,
    seed,
  });
  const end = diverged
    ? { status: 'diverged', reason: { key: 'loss-not-finite', step: Math.ceil(steps / 2) - 1, value: 'NaN' } }
    : { status: 'finished', steps, evalLoss: 1.5 + lr + seed / 1000 };
  return toJson({ id: `made-${placement}-${lr}-${seed}`, run, version: '0.1.0', ...end, seconds: steps / 50 }, 2);
}

interface Lines {
  readonly layers: number;
  readonly steps: number;
  readonly every: number;
  readonly seed: number;
  readonly diverged: boolean;
}

/** A small generator of its own: files of the same arguments are the same. */
function noiseOf(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296 - 0.5;
  };
}

export function eventLines({ layers, steps, every, seed, diverged }: Lines): string[] {
  const noise = noiseOf(seed);
  const labels = Array.from({ length: layers }, (_, layer) => `layers.${layer}`);
  const series = ['gradient-norm/layer', 'stream-rms/out'];
  const lines: object[] = [
    {
      type: 'started',
      engine: { id: 'ort-node', threads: 1, version: '1.30.0', device: 'cpu' },
      parameterCount: 1000 * layers,
      labels: Object.fromEntries(series.map((id) => [id, labels])),
    },
  ];
  for (let step = 0; step < steps; step++) {
    const late = diverged && step >= steps - 2;
    const loss = late ? Number.NaN : 1.4 + 2.4 * Math.exp((-6 * step) / steps) + 0.3 * noise() + (step === Math.floor(steps / 3) ? 5 : 0);
    lines.push({
      type: 'step',
      step,
      loss,
      lr: 0.01 * Math.min(1, (10 * step) / steps),
      gradientNorm: late ? Number.POSITIVE_INFINITY : 1 + noise(),
    });
    if (step % every === 0 || late)
      lines.push({
        type: 'measured',
        step,
        series: {
          'gradient-norm/layer': labels.map((_, layer) =>
            late && layer > layers / 2 ? Number.NaN : Number((0.1 * 1.05 ** layer * (1.2 + noise())).toPrecision(7)),
          ),
          'stream-rms/out': labels.map((_, layer) =>
            late && layer === layers - 1
              ? Number.POSITIVE_INFINITY
              : Number((1 + (layer * step) / steps / 10 + 0.1 * noise()).toPrecision(7)),
          ),
        },
      });
    if (step % Math.ceil(steps / 5) === 0) lines.push({ type: 'evaluated', step, loss: 1.6 + 2.3 * Math.exp((-6 * step) / steps) });
  }
  lines.push(
    diverged
      ? { type: 'diverged', reason: { key: 'loss-not-finite', step: steps - 1, value: Number.NaN } }
      : { type: 'finished', steps, evalLoss: 1.5 },
  );
  return lines.map((line) => `${toJson(line)}\n`);
}
