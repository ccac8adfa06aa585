/** Start, pause, one step, stop, once more; and how far the race is. */
import { useRef } from 'preact/hooks';
import { say, sayTold } from '../shell/say.ts';
import { toQuery } from './config.ts';
import { runsOn } from './engine.ts';
import { anotherSeed, config, problems, refusal, runner, shown, start } from './state.ts';

/** The first start brings the curves into view; the controls stay above them. */
function reveal(bar: HTMLElement): void {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (bar.getBoundingClientRect().top > innerHeight / 3) bar.scrollIntoView({ behavior: calm ? 'auto' : 'smooth', block: 'start' });
}

export function Controls() {
  const bar = useRef<HTMLDivElement>(null);
  const begin = (steps?: number): void => {
    // By then another view may be open.
    void start(steps).then(() => requestAnimationFrame(() => bar.current && reveal(bar.current)));
  };
  const phase = runner.phase.value;
  const racing = phase === 'running' || phase === 'paused';
  const blocked = problems.value.some(Boolean);
  const changed = shown.value !== undefined && toQuery(shown.value).toString() !== toQuery(config.value).toString();
  return (
    <div class="controls" ref={bar} role="group" aria-label={say('lab.controls')}>
      {!racing && (
        <button type="button" class="primary" disabled={blocked} onClick={() => begin()}>
          {say(phase === 'ready' ? 'lab.start' : changed ? 'lab.startNew' : 'lab.startAgain')}
        </button>
      )}
      {phase === 'running' && (
        <button type="button" class="primary" onClick={() => runner.pause()}>
          {say('lab.pause')}
        </button>
      )}
      {phase === 'paused' && (
        <button type="button" class="primary" onClick={() => runner.resume()}>
          {say('lab.resume')}
        </button>
      )}
      <button type="button" disabled={phase === 'running' || blocked} onClick={() => (phase === 'paused' ? runner.step() : begin(1))}>
        {say('lab.step')}
      </button>
      {racing && (
        <button type="button" onClick={() => runner.stop()}>
          {say('lab.stop')}
        </button>
      )}
      {phase === 'ended' && (
        <button type="button" disabled={blocked} onClick={() => void anotherSeed()}>
          {say('lab.anotherSeed')}
        </button>
      )}
      <Progress />
      {refusal.value && <p class="problem">{sayTold(refusal.value)}</p>}
      {runsOn.value && <p class="note">{say(runsOn.value.missing ? 'lab.runsOn.missing' : `lab.runsOn.${runsOn.value.engine}`)}</p>}
      {runner.unkept.value && <p class="note">{say('lab.unkept')}</p>}
      {changed && racing && <p class="note">{say('lab.changed')}</p>}
    </div>
  );
}

function Progress() {
  runner.beat.value;
  const race = shown.value;
  const phase = runner.phase.value;
  if (!race) return <p class="progress" role="status" />;
  const { steps, seeds } = race.shared;
  const done = runner.lanes.value.map(({ runs }) =>
    runs.reduce((sum, run) => sum + (run.outcome === 'running' ? run.steps.length : steps), 0),
  );
  const share = done.length > 0 ? Math.min(...done) / (steps * seeds) : 0;
  const preparing = phase !== 'ended' && done.every((count) => count === 0);
  const step = Math.max(0, ...runner.lanes.value.map(({ runs }) => runs.at(-1)?.steps.length ?? 0));
  const seed = Math.max(1, ...runner.lanes.value.map(({ runs }) => runs.length));
  const key = preparing ? 'lab.preparing' : phase === 'ended' ? 'lab.ended' : seeds > 1 ? 'lab.progressSeeds' : 'lab.progress';
  return (
    <div class="progress">
      <progress value={phase === 'ended' ? 1 : share} aria-label={say('lab.progressLabel')} />
      <span class="figures">{say(key, { step, steps, seed, seeds })}</span>
      <span class="unseen" role="status">
        {say(`lab.phase.${preparing ? 'preparing' : phase}`)}
      </span>
    </div>
  );
}
