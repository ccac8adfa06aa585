/** The race: arms side by side, started with one click. */
import { useEffect } from 'preact/hooks';
import { say } from '../shell/say.ts';
import { Card } from './card.tsx';
import { limits } from './config.ts';
import { Controls } from './controls.tsx';
import { Results } from './results.tsx';
import { SharedSettings } from './shared.tsx';
import { addArm, config, mended, prepare, resume, together } from './state.ts';

let visited = false;

export default function Race() {
  useEffect(() => {
    if (visited) return;
    visited = true;
    if (!resume()) prepare();
  }, []);
  const { arms } = config.value;
  return (
    <>
      <div class="intro">
        <h1>{say('lab.race.title')}</h1>
        <p class="lead">{say('lab.race.lead')}</p>
      </div>
      {mended.value && <p class="warning">{say('lab.mended')}</p>}
      <section aria-label={say('lab.race.arms')}>
        <div class="cards" data-arms={arms.length}>
          {arms.map((arm, i) => (
            <Card key={i} arm={arm} index={i} />
          ))}
        </div>
        <div class="below">
          <label class="check">
            <input
              type="checkbox"
              checked={together.value}
              onChange={(event) => {
                together.value = event.currentTarget.checked;
              }}
            />
            <span>{say('lab.race.together')}</span>
          </label>
          {arms.length < limits.arms && (
            <button type="button" onClick={() => addArm()}>
              {say('lab.race.add')}
            </button>
          )}
        </div>
        <SharedSettings />
      </section>
      <Controls />
      <Results />
    </>
  );
}
