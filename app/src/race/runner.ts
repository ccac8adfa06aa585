/** Runs a race: one worker an arm, all at once; the page holds the reins. */
import { signal } from '@preact/signals';
import * as Comlink from 'comlink';
import type { RunInput, TaskFile, TrainEvent } from 'normlab/web';
import type { Lab, Training } from '../worker/lab.ts';
import { broken, type Told } from '../worker/told.ts';
import { LiveRun } from './live.ts';

export type Phase = 'ready' | 'running' | 'paused' | 'ended';

export interface Lane {
  readonly runs: readonly LiveRun[];
}

export interface Start {
  /** For each arm its specs, one a seed. */
  readonly specs: readonly (readonly RunInput[])[];
  readonly files: readonly TaskFile[];
  /** For each arm, steps to take before pausing; Infinity to run to the end. */
  readonly steps: readonly number[];
  /** Under which name its runs are kept. */
  readonly race: string;
  /** Whether it goes on from what was kept before a reload. */
  readonly goOn: boolean;
}

interface Hand {
  readonly worker: Worker;
  readonly lab: Comlink.Remote<Lab>;
  readonly broken: Promise<Told>;
  /** Whether something failed in it: a lost GPU or a memory that is full would fail the next race too. */
  spent: boolean;
}

function newHand(): Hand {
  const worker = new Worker(new URL('../worker/lab.worker.ts', import.meta.url), { type: 'module' });
  const lab = Comlink.wrap<Lab>(worker);
  const hand: Hand = { worker, lab, broken: Promise.race([broken(worker), lab.lost()]), spent: false };
  void hand.broken.then(() => {
    hand.spent = true;
  });
  return hand;
}

export class Runner {
  readonly phase = signal<Phase>('ready');
  readonly lanes = signal<readonly Lane[]>([]);
  /** Counts up when there is something new to draw: some times a second. */
  readonly beat = signal(0);
  /** Whether the browser refuses to keep the race: a reload will not go on with it. */
  readonly unkept = signal(false);
  private readonly hands: Hand[] = [];
  private generation = 0;
  private drawing = false;
  private stopped = false;

  /** Has the runs of a race prepared, an arm each, before anybody starts it. */
  prepare(specs: readonly RunInput[]): void {
    this.handsFor(specs.length).forEach(({ lab }, i) => {
      void lab.prepare(specs[i]);
    });
  }

  start({ specs, files, steps, race, goOn }: Start): void {
    this.stop();
    this.stopped = false;
    this.unkept.value = false;
    const generation = ++this.generation;
    const lanes = specs.map(() => ({ runs: [] as LiveRun[] }));
    this.lanes.value = lanes;
    this.phase.value = steps.some(Number.isFinite) ? 'paused' : 'running';
    const hands = this.handsFor(specs.length);
    const ends = specs.map(async (own, arm) => {
      const hand = hands[arm] as Hand;
      void hand.lab.allow(steps[arm] as number);
      const trainings = own.map((spec) => ({ spec, files, goOn, name: { race, arm, seed: spec.seed as number } }));
      await this.drive(hand, trainings, lanes[arm] as { runs: LiveRun[] }, generation);
    });
    void Promise.all(ends).then(() => {
      if (generation !== this.generation) return;
      this.phase.value = 'ended';
      this.beat.value++;
    });
  }

  pause(): void {
    this.phase.value = 'paused';
    this.allow(0);
  }

  resume(): void {
    this.phase.value = 'running';
    this.allow(Number.POSITIVE_INFINITY);
  }

  step(): void {
    this.phase.value = 'paused';
    this.allow(1);
  }

  /** Ends the race; what was seen stays. */
  stop(): void {
    this.stopped = true;
    for (const { lab } of this.hands) void lab.stop();
  }

  private allow(steps: number): void {
    for (const { lab } of this.hands) void lab.allow(steps);
  }

  private async drive(hand: Hand, trainings: readonly Training[], lane: { runs: LiveRun[] }, generation: number): Promise<void> {
    for (const training of trainings) {
      // What failed in this worker would fail the next seed too.
      if (this.stopped || hand.spent || generation !== this.generation) return;
      const run = new LiveRun(training.spec);
      lane.runs.push(run);
      const tell = (events: readonly TrainEvent[], unkept: boolean): void => {
        if (generation !== this.generation) return;
        this.unkept.value ||= unkept;
        for (const event of events) run.add(event);
        this.draw();
      };
      const problem = await Promise.race([hand.lab.train(training, Comlink.proxy(tell)), hand.broken]);
      hand.spent ||= problem !== undefined;
      run.end(problem);
      this.draw();
    }
  }

  /** A few times a second is enough to look live, and leaves the machine to the training. A hidden page gets no frames. */
  private draw(): void {
    if (this.drawing) return;
    this.drawing = true;
    setTimeout(
      () => {
        this.drawing = false;
        this.beat.value++;
      },
      document.hidden ? 1000 : 160,
    );
  }

  private handsFor(arms: number): readonly Hand[] {
    return Array.from({ length: arms }, (_, i) => {
      const hand = this.hands[i];
      if (hand && !hand.spent) return hand;
      hand?.worker.terminate();
      const next = newHand();
      this.hands[i] = next;
      return next;
    });
  }
}
