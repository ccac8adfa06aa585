/** What a race runs on: WebGPU where there is an adapter, WebAssembly otherwise. */
import { signal } from '@preact/signals';
import type { ArmConfig, RaceConfig, Shared } from './config.ts';

export type EngineId = Exclude<Shared['engine'], 'auto'>;

/** What the race that is shown runs on; `missing` when it was to be a GPU and there is none. */
export const runsOn = signal<{ readonly engine: EngineId; readonly missing: boolean } | undefined>(undefined);

interface Adapter {
  readonly info?: { readonly isFallbackAdapter?: boolean };
}

interface Gpu {
  requestAdapter(): Promise<Adapter | null>;
}

/** A CPU that plays a GPU is taken when it is asked for, and never by itself. */
type Found = 'gpu' | 'software' | 'none';

let found: Promise<Found> | undefined;

/** Asked when a race needs it and not before: a browser without an adapter complains about the question. */
function look(): Promise<Found> {
  found ??= (async () => {
    try {
      const adapter = await (navigator as { readonly gpu?: Gpu }).gpu?.requestAdapter();
      return adapter ? (adapter.info?.isFallbackAdapter ? 'software' : 'gpu') : 'none';
    } catch {
      return 'none';
    }
  })();
  return found;
}

/** Multiplications of a step, roughly, from which handing work to a GPU costs less than the work: below, the CPU is done sooner. */
const worthwhile = 6 * 2e7;

const work = ({ depth }: ArmConfig, { width, batch, context }: Shared): number => 6 * 12 * depth * width ** 2 * batch * context;

/** What the race would run on, from what was chosen and what there is. */
export async function engineFor({ shared, arms }: RaceConfig): Promise<{ readonly engine: EngineId; readonly missing: boolean }> {
  const large = arms.some((arm) => work(arm, shared) >= worthwhile);
  if (shared.engine === 'ort-wasm' || (shared.engine === 'auto' && !large)) return { engine: 'ort-wasm', missing: false };
  const adapter = await look();
  const asked = shared.engine !== 'auto';
  const taken = adapter === 'gpu' || (asked && adapter === 'software');
  return { engine: taken ? 'ort-web-webgpu' : 'ort-wasm', missing: asked && !taken };
}
