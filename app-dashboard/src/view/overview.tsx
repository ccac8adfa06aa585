/** All studies and runs of the folder. */
import { useEffect, useState } from 'preact/hooks';
import { say } from '../../../app/src/shell/say.ts';
import { sessionOf } from '../data/api.ts';
import { cut, loaded, runs, studies } from '../data/store.ts';
import { linkTo } from '../shell/route.ts';
import { RunsTable } from './runs-table.tsx';
import { StudiesTable } from './studies-table.tsx';

export function Overview() {
  const [folder, setFolder] = useState('');
  useEffect(() => {
    sessionOf().then(
      (session) => setFolder(session.folder),
      () => undefined,
    );
  }, []);
  const all = [...runs.value.values()];
  const count = (state: string): number => all.filter((run) => run.state === state).length;
  if (!loaded.value) return <p class="note">{say('dash.loading')}</p>;
  return (
    <>
      <h1 class="folder">{folder || say('dash.title')}</h1>
      <p class="counts">
        <span>{say('dash.count.studies', { n: studies.value.size })}</span>
        <span>{say('dash.count.runs', { n: all.length })}</span>
        {(['running', 'diverged', 'failed'] as const).map((state) =>
          count(state) > 0 ? (
            <span key={state} class={`count ${state}`}>
              {say(`dash.count.${state}`, { n: count(state) })}
            </span>
          ) : null,
        )}
      </p>
      {cut.value && <p class="warning">{say('dash.cut')}</p>}
      {all.length === 0 && studies.value.size === 0 ? (
        <section class="empty">
          <h2>{say('dash.empty.title')}</h2>
          <p>
            {say('dash.empty.text')} <code>npx normlab compare --quick</code>
          </p>
          <a class="button" href={linkTo('start')}>
            {say('dash.view.start')}
          </a>
        </section>
      ) : (
        <>
          {studies.value.size > 0 && <StudiesTable />}
          {all.length > 0 && <RunsTable />}
        </>
      )}
    </>
  );
}
