/** What is measured at initialisation, in step with the address; a worker measures it anew whenever it changes. */
import { effect, signal } from '@preact/signals';
import * as Comlink from 'comlink';
import { type ArmInput, placements, type SignalArm } from 'normlab/web';
import { z } from 'zod';
import { inAddress } from '../shell/route.ts';
import type { Lab } from '../worker/lab.ts';
import { broken, type Told } from '../worker/told.ts';

export const most = { arms: 4, depth: 200 } as const;

const schema = z.strictObject({
  arms: z.array(z.enum(placements.ids)).min(1).max(most.arms).default(['post', 'pre', 'sandwich']),
  depth: z.int().min(1).max(most.depth).default(24),
  setting: z.enum(['xiong', 'model']).default('xiong'),
  seeds: z.int().min(1).max(10).default(2),
});

export type SignalState = z.infer<typeof schema>;

const fallback = schema.parse({});

export function fromQuery(query: URLSearchParams): SignalState {
  const fitting = <K extends keyof SignalState>(name: K, value: unknown): SignalState[K] => {
    const read = schema.shape[name].safeParse(value);
    return (read.success ? read.data : fallback[name]) as SignalState[K];
  };
  const number = (name: string) => (query.has(name) ? Number(query.get(name)) : undefined);
  return {
    arms: fitting(
      'arms',
      query.has('arms') ? [...new Set((query.get('arms') as string).split(','))].filter((id) => id !== 'custom') : undefined,
    ),
    depth: fitting('depth', number('depth')),
    setting: fitting('setting', query.get('setting') ?? undefined),
    seeds: fitting('seeds', number('seeds')),
  };
}

const toQuery = ({ arms, depth, setting, seeds }: SignalState): URLSearchParams =>
  new URLSearchParams({ arms: arms.join(','), depth: String(depth), setting, seeds: String(seeds) });

export const state = inAddress('signal', fromQuery, toQuery);
export const measured = signal<{ readonly of: SignalState; readonly arms: readonly SignalArm[]; readonly ms: number } | undefined>(
  undefined,
);
export const problem = signal<Told | undefined>(undefined);
export const busy = signal(false);

export const change = (next: Partial<SignalState>): void => {
  state.value = { ...state.value, ...next };
};

function newHand() {
  const worker = new Worker(new URL('../worker/lab.worker.ts', import.meta.url), { type: 'module' });
  // One that is lost is made again for the next settings.
  const lost = broken(worker).then((reason) => {
    hand = undefined;
    return reason;
  });
  return { lab: Comlink.wrap<Lab>(worker), lost };
}

let hand: ReturnType<typeof newHand> | undefined;

/** Of settings that change faster than they are measured only the last ones count. */
async function measure(): Promise<void> {
  if (busy.peek()) return;
  busy.value = true;
  while (measured.peek()?.of !== state.peek()) {
    const of = state.peek();
    const began = performance.now();
    const { arms, depth, setting, seeds } = of;
    hand ??= newHand();
    const asked = hand.lab.signal({
      arms: arms as readonly ArmInput[],
      depths: [depth],
      width: 16,
      seeds,
      batchSize: 2,
      setting,
      model: { seqLen: 8, ...(setting === 'model' && { nHeads: 2, init: { id: 'xavier', embeddingStd: 0.5 } }) } as never,
    });
    const answer = await Promise.race([asked, hand.lost]);
    if ('key' in answer) {
      problem.value = answer;
      measured.value = { of, arms: [], ms: 0 };
    } else {
      problem.value = undefined;
      measured.value = { of, arms: answer, ms: performance.now() - began };
    }
  }
  busy.value = false;
}

/** Begins to follow the settings. */
export function follow(): () => void {
  return effect(() => {
    state.value;
    void measure();
  });
}
