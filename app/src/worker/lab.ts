/** What a worker does for the page: train one run after the other, step by step if wanted, and measure networks at initialisation. */
import {
  Compiler,
  inThreadExecutor,
  parseRun,
  type Run,
  type RunInput,
  runSignal,
  type SignalArm,
  type SignalOptions,
  settleTask,
  signalPlan,
  type TaskFile,
  type TrainEvent,
  type TrainOptions,
  tasks,
  trainEvents,
} from 'normlab/web';
import { breathe, Gate } from './gate.ts';
import { hasEnded, Keeper } from './keeper.ts';
import { type KeptName, type KeptRun, keptRun } from './kept.ts';
import { gpuLost, openEngine } from './runtime.ts';
import { type Told, told } from './told.ts';

/** How often the page hears of a running training. */
const flushMs = 30;

/** @param unkept whether the browser refuses to keep the run. */
type Tell = (events: readonly TrainEvent[], unkept: boolean) => void;

const later = <T>(value: T): Promise<T> => new Promise((resolve) => setTimeout(() => resolve(value), 500));

export interface Training {
  readonly spec: RunInput;
  readonly files: readonly TaskFile[];
  /** Where it is kept. */
  readonly name: KeptName;
  /** Whether it goes on from what was kept of it. */
  readonly goOn: boolean;
}

export class Lab {
  private readonly compilers = new Map<string, Compiler>();
  private readonly gate = new Gate();
  private controller = new AbortController();
  /** A run that was told to stop ends its step before the next run begins. */
  private busy: Promise<unknown> = Promise.resolve();

  /** Loads the runtime and compiles the programs of a run before somebody asks for it: the first step is then there at once. */
  prepare(input: unknown): void {
    this.busy = this.busy.then(async () => {
      try {
        const events = await this.eventsOf(parseRun(input), []);
        await events.next();
        await events.return(undefined);
      } catch {
        // Told when it is asked for.
      }
    });
  }

  /** Trains to the end; resolves with what went wrong, if something did. */
  train(training: Training, tell: Tell): Promise<Told | undefined> {
    // Made now: a run that waits for its turn can be stopped too.
    this.controller = new AbortController();
    const { signal } = this.controller;
    const ended = this.busy.then(() => this.trainNow(training, tell, signal));
    this.busy = ended;
    return ended;
  }

  /** How many more steps may be taken; Infinity to go on. */
  allow(steps: number): void {
    this.gate.allow(steps);
  }

  stop(): void {
    this.controller.abort();
    this.gate.open();
  }

  /** Resolves, if ever, when the GPU is gone that this worker computes on. */
  lost(): Promise<Told> {
    return gpuLost;
  }

  /** Networks at initialisation, on the reference engine: nothing is compiled, so any depth is there at once. */
  async signal(options: SignalOptions): Promise<readonly SignalArm[] | Told> {
    try {
      const engine = await openEngine('reference');
      const executor = inThreadExecutor({ openEngine: async () => engine, files: () => [] });
      return (await runSignal(signalPlan(options, { id: 'reference', threads: 1 }), executor)).arms;
    } catch (error) {
      return told(error);
    }
  }

  private async trainNow({ spec, files, name, goOn }: Training, tell: Tell, signal: AbortSignal): Promise<Told | undefined> {
    try {
      const run = parseRun(spec);
      const text = JSON.stringify(spec);
      const kept = goOn ? await keptRun(name, text) : undefined;
      if (kept && this.tellAgain(kept, tell)) return undefined;
      // A race may be paused between two runs, or where a kept one goes on.
      if (!signal.aborted) await this.gate.wait();
      const keeper = new Keeper(name, text, kept?.events);
      const events = await this.eventsOf(run, files, { signal, checkpoint: keeper, ...(kept?.from && { from: kept.from }) });
      await this.follow(run, events, keeper, tell, signal);
      await keeper.end();
      tell([], keeper.refused);
      return undefined;
    } catch (error) {
      const problem = told(error);
      // A GPU that is gone fails the run first and is known to be gone a moment later.
      return problem.key === 'error.engineFailed' ? Promise.race([gpuLost, later(problem)]) : problem;
    }
  }

  /** What a run had told before a reload. @returns whether it had ended by then. */
  private tellAgain({ events }: KeptRun, tell: Tell): boolean {
    tell(events, false);
    this.gate.spend(events.filter(({ type }) => type === 'step').length);
    return hasEnded(events);
  }

  private async eventsOf(
    run: Run,
    files: readonly TaskFile[],
    more: Pick<TrainOptions, 'from' | 'checkpoint' | 'signal'> = {},
  ): Promise<AsyncGenerator<TrainEvent>> {
    const config = settleTask(run.task, tasks.get(run.task.id), files);
    const task = tasks.get(config.id).create(config, run.model.seqLen, files);
    const compiler = await this.compiler(run.engine.id, run.engine.threads);
    return trainEvents({ ...run, task: config }, { ...more, compiler, task });
  }

  private async follow(run: Run, events: AsyncIterable<TrainEvent>, keeper: Keeper, tell: Tell, signal: AbortSignal): Promise<void> {
    const { every } = run.diagnostics;
    // A step ends with its measurement, where there is one.
    const measured = (step: number): boolean => every > 0 && (step % every === 0 || step === run.steps - 1);
    const ends = (event: TrainEvent): boolean => event.type === 'measured' || (event.type === 'step' && !measured(event.step));
    let pending: TrainEvent[] = [];
    let flushed = performance.now();
    const flush = async (): Promise<void> => {
      tell(pending, keeper.refused);
      pending = [];
      flushed = performance.now();
      await breathe();
    };
    for await (const event of events) {
      keeper.add(event);
      pending.push(event);
      if (performance.now() - flushed >= flushMs || event.type === 'started') await flush();
      if (!ends(event) || signal.aborted) continue;
      if (this.gate.closing) await flush();
      // It may have been told to stop just now: nobody would end the waiting any more.
      if (signal.aborted) continue;
      this.gate.spend(1);
      await this.gate.wait();
    }
    await flush();
  }

  private async compiler(engine: string, threads: number): Promise<Compiler> {
    const key = `${engine}/${threads}`;
    const compiler = this.compilers.get(key) ?? new Compiler(await openEngine(engine, threads));
    this.compilers.set(key, compiler);
    return compiler;
  }
}
