/** What the view of claims has done away from the page: figures drawn, and networks measured at initialisation, seed by seed. */
import * as Comlink from 'comlink';
import '../worker/quiet.ts';
import {
  claimFigure,
  claims,
  inThreadExecutor,
  type Language,
  type Numbers,
  runSignal,
  type SignalCell,
  type SignalOptions,
  signalPlan,
  tapped,
} from 'normlab/web';
import { openEngine } from '../worker/runtime.ts';
import { type Told, told } from '../worker/told.ts';

/** The numbers of the evidence are those of the same runtime in Node, to rounding. */
const engineId = 'ort-wasm';

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** Styles, and names of marks that are for those who draw. */
const strange = /<style>.*?<\/style>| style="[^"]*"|(?<=<g) aria-label="[^"]*"/gs;

export class ClaimWorker {
  /** The figure of a claim, as `normlab claims` writes it, without styles: the page has its own, and its content policy allows no others. */
  draw(id: string, numbers: Numbers, language: Language): string {
    const claim = claims.get(id);
    return claimFigure(claim, numbers, claim.rule.decide(numbers), language).replace(strange, '');
  }

  /** A cell for each arm and depth, in the order of the options. */
  async measure(options: SignalOptions, tell: (progress: Progress) => void): Promise<readonly SignalCell[] | Told> {
    try {
      const plan = signalPlan(options, { id: engineId, threads: 1 });
      const engine = await openEngine(engineId);
      const cells: SignalCell[] = [];
      await runSignal(plan, tapped(inThreadExecutor({ openEngine: async () => engine, files: () => [] }), cells), tell);
      return cells;
    } catch (error) {
      return told(error);
    }
  }
}

Comlink.expose(new ClaimWorker());
