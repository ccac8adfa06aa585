/** The studies of the folder, the newest first. */
import { Heads } from '../../../app/src/part/data-table.tsx';
import { say } from '../../../app/src/shell/say.ts';
import type { StudyRow } from '../../../src/serve/dashboard/wire.ts';
import { jobs, type Run, runs, studies } from '../data/store.ts';
import { type State, StateBadge } from '../part/state.tsx';
import { linkTo } from '../shell/route.ts';

export const studyName = ({ name, folder }: Pick<StudyRow, 'name' | 'folder'>): string => name ?? folder;

export interface Progress {
  readonly state: State;
  readonly ended: number;
  readonly diverged: number;
  /** Runs foreseen, where this server started it. */
  readonly total: number | undefined;
}

const ended = ['finished', 'diverged', 'failed'];

export function progressOf(study: StudyRow, own: readonly Run[]): Progress {
  const job = jobs.value.find((one) => one.study === study.id);
  const state: State = study.problem
    ? 'damaged'
    : job && job.state !== 'ended'
      ? job.state
      : own.some((run) => run.state === 'running')
        ? 'running'
        : study.ended !== null && !own.some((run) => run.state === 'interrupted')
          ? 'finished'
          : 'interrupted';
  return {
    state,
    ended: own.filter((run) => ended.includes(run.state)).length,
    diverged: own.filter((run) => run.state === 'diverged').length,
    total: job?.runs,
  };
}

export const runsOf = (study: string): Run[] => [...runs.value.values()].filter((run) => run.study === study);

export const progressText = ({ ended: done, total, state }: Progress): string =>
  total === undefined || state === 'finished' ? String(done) : `${done} / ${total}`;

/** Local, to the minute; as it is where it is not a date. */
export function dateText(iso: string | null): string {
  const date = new Date(iso ?? Number.NaN);
  if (Number.isNaN(date.getTime())) return iso ?? '–';
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

const columns = ['study', 'state', 'task', 'arms', 'runs', 'diverged', 'ended', 'report'] as const;

export function StudiesTable() {
  const byStudy = new Map<string, Run[]>();
  for (const run of runs.value.values()) {
    const own = byStudy.get(run.study ?? '');
    if (own) own.push(run);
    else byStudy.set(run.study ?? '', [run]);
  }
  const rows = [...studies.value.values()].sort((a, b) => order(b) - order(a));
  return (
    <section>
      <h2 id="studies">{say('dash.studies')}</h2>
      <section class="scroll" tabIndex={0} aria-labelledby="studies">
        <table class="studies">
          <Heads of={columns.map((column) => say(`dash.column.${column}`))} />
          <tbody>
            {rows.map((study) => (
              <Row key={study.id} study={study} own={byStudy.get(study.id) ?? []} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

const order = ({ ended: date }: StudyRow): number => (date === null ? Number.POSITIVE_INFINITY : Date.parse(date) || 0);

function Row({ study, own }: { readonly study: StudyRow; readonly own: readonly Run[] }) {
  const progress = progressOf(study, own);
  return (
    <tr>
      <th scope="row" class="name-cell">
        <a href={linkTo('study', { id: study.id })}>{studyName(study)}</a>
        {study.name !== null && <span class="under">{study.folder}</span>}
      </th>
      <td>
        <StateBadge state={progress.state} />
      </td>
      <td>{study.task ?? '–'}</td>
      <td class="arms-cell" title={study.arms.join(', ')}>
        {study.arms.slice(0, 4).join(', ')}
        {study.arms.length > 4 && ` … (${study.arms.length})`}
      </td>
      <td class="number">{progressText(progress)}</td>
      <td class={`number ${progress.diverged > 0 ? 'bad' : ''}`}>{progress.diverged}</td>
      <td class="date">{dateText(study.ended)}</td>
      <td>{study.report ? <ReportLink study={study} /> : '–'}</td>
    </tr>
  );
}

export const ReportLink = ({ study, text }: { readonly study: StudyRow; readonly text?: string }) => (
  <a href={`/api/studies/${study.id}/report`} target="_blank" rel="noopener noreferrer">
    {text ?? say('dash.report.open')}
    <span class="unseen"> {say('dash.report.of', { name: studyName(study) })}</span>
  </a>
);
