/** Studies that this server started: how they stand, what they printed, and a button to stop them. */
import { useState } from 'preact/hooks';
import { say } from '../../../app/src/shell/say.ts';
import type { JobRow } from '../../../src/serve/dashboard/wire.ts';
import { post, toldOf } from '../data/api.ts';
import { useAsked } from '../data/ask.ts';
import { jobs, studies } from '../data/store.ts';
import { type State, StateBadge } from '../part/state.tsx';
import { toldText } from '../part/text.ts';
import { linkTo } from '../shell/route.ts';
import { progressOf, progressText, runsOf } from './studies-table.tsx';

const stateOf = ({ state, code }: JobRow): State =>
  state !== 'ended' ? state : code === 0 ? 'finished' : code === 130 ? 'interrupted' : 'failed';

export function Jobs() {
  if (jobs.value.length === 0) return null;
  return (
    <section aria-labelledby="jobs">
      <h2 id="jobs">{say('dash.start.jobs')}</h2>
      <ul class="jobs">
        {[...jobs.value].reverse().map((job) => (
          <Job key={job.id} job={job} />
        ))}
      </ul>
    </section>
  );
}

function Job({ job }: { readonly job: JobRow }) {
  const study = studies.value.get(job.study);
  const progress = study && progressOf(study, runsOf(study.id));
  const state = stateOf(job);
  return (
    <li>
      <div class="job-head">
        <StateBadge state={state} />
        {study ? <a href={linkTo('study', { id: study.id })}>{job.name}</a> : <span>{job.name}</span>}
        <span class="note">{job.folder}</span>
        {progress && <span class="number">{progressText(progress)}</span>}
        {state === 'failed' && job.code !== null && <span class="note">{say('dash.start.code', { code: job.code })}</span>}
        {job.state !== 'ended' && <StopButton job={job} />}
      </div>
      <Output job={job} />
    </li>
  );
}

export function StopButton({ job: { id, name, state } }: { readonly job: JobRow }) {
  const [problem, setProblem] = useState('');
  const stop = (): void => {
    setProblem('');
    post(`/api/jobs/${id}/stop`, {}).catch((error: unknown) => setProblem(toldText(toldOf(error))));
  };
  return (
    <>
      <button type="button" aria-label={say('dash.start.stopOf', { name })} onClick={stop}>
        {say(state === 'stopping' ? 'dash.start.stopNow' : 'dash.start.stop')}
      </button>
      {problem && <span class="bad">{problem}</span>}
    </>
  );
}

function Output({ job }: { readonly job: JobRow }) {
  const [open, setOpen] = useState(job.state === 'ended' && job.code !== 0);
  const study = studies.value.get(job.study);
  const ended = study ? progressOf(study, runsOf(study.id)).ended : 0;
  const { value } = useAsked<{ readonly told: string }>(open ? `/api/jobs/${job.id}` : undefined, `${job.state}/${ended}`);
  return (
    <details open={open} onToggle={(event) => setOpen((event.currentTarget as HTMLDetailsElement).open)}>
      <summary>{say('dash.study.output')}</summary>
      {value && <pre tabIndex={0}>{value.told || '…'}</pre>}
    </details>
  );
}
