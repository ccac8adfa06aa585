/** What of a claim can be run in a page: a smaller measurement, or a race of its arms. */
import * as Comlink from 'comlink';
import type { Claim, Decision, Numbers, SignalNeed } from 'normlab/web';
import { useEffect, useRef, useState } from 'preact/hooks';
import { toQuery } from '../race/config.ts';
import { say, sayTold } from '../shell/say.ts';
import { broken, type Told, told } from '../worker/told.ts';
import type { ClaimWorker, Progress } from './claim.worker.ts';
import { ClaimFigure, TrendTable } from './figure.tsx';
import { type ArmName, raceOf } from './race-of.ts';
import { optionsOf, smallerNeeds } from './smaller.ts';

export function RunHere({ claim }: { readonly claim: Claim }) {
  const needs = smallerNeeds(claim);
  if (needs) return <MeasureHere claim={claim} needs={needs} />;
  const race = raceOf(claim);
  if (!race) return <p>{say('lab.claims.elsewhere')}</p>;
  const { config, named, left } = race;
  const [arm] = config.arms;
  return (
    <>
      <p>
        {say('lab.claims.race.about', { arms: listed(named), depth: arm?.depth ?? 0, steps: config.shared.steps, lr: arm?.lr ?? 0 })}{' '}
        {left.length > 0 && say('lab.claims.race.left', { arms: listed(left) })}
      </p>
      <p>
        <a class="button" href={`#/race?${toQuery(config)}`}>
          {say('lab.claims.race.open')}
        </a>
      </p>
    </>
  );
}

const listed = (names: readonly ArmName[]): string =>
  names.map(({ arm, warmup: steps }) => (steps === undefined ? arm : say('lab.claims.race.warmup', { arm, steps }))).join(', ');

type Stage =
  | { readonly at: 'ready' }
  | { readonly at: 'running'; readonly progress: Progress }
  | { readonly at: 'failed'; readonly reason: Told }
  | { readonly at: 'ended'; readonly numbers: Numbers; readonly decision: Decision; readonly seconds: number };

function MeasureHere({ claim, needs }: { readonly claim: Claim; readonly needs: ReadonlyMap<string, SignalNeed> }) {
  const [stage, setStage] = useState<Stage>({ at: 'ready' });
  const worker = useRef<Worker | undefined>(undefined);
  const stop = (): void => {
    worker.current?.terminate();
    worker.current = undefined;
  };
  useEffect(() => stop, []);
  const start = async (): Promise<void> => {
    const own = new Worker(new URL('./claim.worker.ts', import.meta.url), { type: 'module' });
    worker.current = own;
    setStage({ at: 'running', progress: { done: 0, total: 0 } });
    // What it told before it was stopped may come after that.
    const next = await measured(claim, needs, own, (progress) => worker.current === own && setStage({ at: 'running', progress }));
    if (worker.current !== own) return;
    stop();
    setStage(next);
  };
  const [first] = needs.values();
  return (
    <>
      <p>
        {say('lab.claims.signal.about', { depths: first?.depths.join(', ') ?? '', width: first?.width ?? 0, seeds: first?.seeds ?? 0 })}
      </p>
      <div class="controls-row">
        {stage.at !== 'running' && (
          <button type="button" onClick={() => void start()}>
            {say(stage.at === 'ended' ? 'lab.claims.signal.again' : 'lab.claims.signal.start')}
          </button>
        )}
        {stage.at === 'running' && (
          <>
            <button
              type="button"
              onClick={() => {
                stop();
                setStage({ at: 'ready' });
              }}
            >
              {say('lab.claims.signal.stop')}
            </button>
            <progress
              value={stage.progress.total > 0 ? stage.progress.done / stage.progress.total : 0}
              aria-label={say('lab.claims.signal.progressLabel')}
            />
            {stage.progress.total > 0 && <span class="note">{say('lab.claims.signal.progress', { ...stage.progress })}</span>}
          </>
        )}
      </div>
      {stage.at === 'failed' && <p class="problem">{sayTold(stage.reason)}</p>}
      {stage.at === 'ended' && (
        <div class="measured-here">
          <p role="status">
            {say('lab.claims.signal.result', {
              seconds: Math.max(1, Math.round(stage.seconds)),
              verdict: say(`claim.verdict.${stage.decision.verdict}`),
            })}
          </p>
          <TrendTable claim={claim} decision={stage.decision} />
          <ClaimFigure claim={claim} numbers={stage.numbers} />
        </div>
      )}
    </>
  );
}

async function measured(
  claim: Claim,
  needs: ReadonlyMap<string, SignalNeed>,
  worker: Worker,
  tell: (progress: Progress) => unknown,
): Promise<Stage> {
  const began = performance.now();
  const measurer = Comlink.wrap<ClaimWorker>(worker);
  const lost = broken(worker);
  const results: Record<string, unknown> = {};
  try {
    for (const [name, need] of needs) {
      const answer = await Promise.race([measurer.measure(optionsOf(need), Comlink.proxy(tell)), lost]);
      if ('key' in answer) return { at: 'failed', reason: answer };
      results[name] = answer;
    }
    const numbers = claim.read(results);
    return { at: 'ended', numbers, decision: claim.rule.decide(numbers), seconds: (performance.now() - began) / 1000 };
  } catch (error) {
    return { at: 'failed', reason: told(error) };
  }
}
