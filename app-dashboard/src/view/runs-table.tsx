/** The runs of the folder: filtered, sorted, with what tells them apart as columns; seeds as one row if wanted. */
import { say } from '../../../app/src/shell/say.ts';
import { differing, fits, type Group, grouped, shortName, sorted, summary } from '../data/rows.ts';
import { type Run, runs, studies } from '../data/store.ts';
import { type State, StateBadge } from '../part/state.tsx';
import { divergenceText, lossText, nameParts, numberText } from '../part/text.ts';
import { linkTo, patch, route } from '../shell/route.ts';
import { studyName } from './studies-table.tsx';

/** Rows at once: enough to scan, few enough to stay quick. */
const rowsOfPage = 50;
const fewFields = 6;
export const mostCompared = 24;

const states = ['running', 'finished', 'diverged', 'failed', 'interrupted', 'stale', 'pending'] as const;

export const selectionOf = (): string[] => (route.value.query.get('sel') ?? '').split('.').filter((id) => id !== '');

const select = (ids: readonly string[]): void => patch({ sel: [...new Set(ids)].slice(0, mostCompared).join('.') });

export function RunsTable() {
  const { query } = route.value;
  const text = (name: string): string => query.get(name) ?? '';
  const all = [...runs.value.values()];
  const fitting = all.filter((run) => fits(run, { text: text('q'), state: text('state'), study: text('study') }));
  const grouping = text('group') === '1';
  const fields = differing(fitting).filter((path) => !grouping || path !== 'seed');
  const shownFields = text('fields') === 'all' ? fields : fields.slice(0, fewFields);
  const groups: readonly Group[] = grouping ? grouped(fitting) : fitting.map((run) => ({ key: run.id, runs: [run] }));
  const by = text('sort') || 'folder';
  const rows = sorted(groups, { by, down: text('dir') === 'down' });
  const page = Math.min(Math.max(1, Number(text('page')) || 1), Math.max(1, Math.ceil(rows.length / rowsOfPage)));
  const from = (page - 1) * rowsOfPage;
  return (
    <section>
      <div class="runs-head">
        <h2 id="runs">{say('dash.runs')}</h2>
        <p class="note" role="status">
          {grouping
            ? say('dash.shown.groups', { groups: groups.length, shown: fitting.length })
            : say('dash.shown', { shown: fitting.length, total: all.length })}
        </p>
      </div>
      <Filters all={all} grouping={grouping} />
      <Selection />
      {rows.length === 0 ? (
        <p class="note">{say('dash.nothingFits')}</p>
      ) : (
        <section class="scroll" tabIndex={0} aria-labelledby="runs">
          <table class="runs">
            <Head fields={shownFields} by={by} down={text('dir') === 'down'} />
            <tbody>
              {rows.slice(from, from + rowsOfPage).map((group) => (
                <Row key={group.key} group={group} fields={shownFields} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      <div class="under-table">
        {fields.length > fewFields && (
          <button type="button" class="quiet" onClick={() => patch({ fields: text('fields') === 'all' ? undefined : 'all' })}>
            {text('fields') === 'all' ? say('dash.fields.fewer') : say('dash.fields.more', { n: fields.length - fewFields })}
          </button>
        )}
        {rows.length > rowsOfPage && (
          <div class="pager">
            <button type="button" disabled={page === 1} onClick={() => patch({ page: page - 1 })}>
              {say('dash.page.previous')}
            </button>
            <span>{say('dash.page', { from: from + 1, to: Math.min(rows.length, from + rowsOfPage), total: rows.length })}</span>
            <button type="button" disabled={from + rowsOfPage >= rows.length} onClick={() => patch({ page: page + 1 })}>
              {say('dash.page.next')}
            </button>
          </div>
        )}
      </div>
    </section>
  );
}

function Filters({ all, grouping }: { readonly all: readonly Run[]; readonly grouping: boolean }) {
  const { query } = route.value;
  const set = (name: string) => (event: Event) => patch({ [name]: (event.currentTarget as HTMLInputElement).value, page: undefined });
  const present = states.filter((state) => all.some((run) => run.state === state));
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      <div class="field grow">
        <label for="filter">{say('dash.filter.label')}</label>
        <input
          id="filter"
          type="text"
          value={query.get('q') ?? ''}
          onInput={set('q')}
          placeholder={say('dash.filter.placeholder')}
          aria-describedby="filter-hint"
        />
        <p class="hint" id="filter-hint">
          {say('dash.filter.hint')}
        </p>
      </div>
      <div class="field">
        <label for="state">{say('dash.filter.state')}</label>
        <span class="select">
          <select id="state" value={query.get('state') ?? ''} onChange={set('state')}>
            <option value="">{say('dash.filter.all')}</option>
            {present.map((state) => (
              <option key={state} value={state}>
                {say(`state.${state}`)}
              </option>
            ))}
          </select>
        </span>
      </div>
      {studies.value.size > 0 && (
        <div class="field">
          <label for="study">{say('dash.filter.study')}</label>
          <span class="select">
            <select id="study" value={query.get('study') ?? ''} onChange={set('study')}>
              <option value="">{say('dash.filter.all')}</option>
              <option value="-">{say('dash.filter.noStudy')}</option>
              {[...studies.value.values()].map((study) => (
                <option key={study.id} value={study.id}>
                  {studyName(study)}
                </option>
              ))}
            </select>
          </span>
        </div>
      )}
      <label class="check">
        <input type="checkbox" checked={grouping} onChange={() => patch({ group: grouping ? undefined : 1, page: undefined })} />{' '}
        {say('dash.filter.group')}
      </label>
    </form>
  );
}

function Selection() {
  const ids = selectionOf();
  return (
    <div class={`selection ${ids.length > 0 ? 'some' : ''}`}>
      <span role="status">
        {ids.length === 0 ? say('dash.select.hint', { most: mostCompared }) : say('dash.select.count', { n: ids.length })}
      </span>
      {ids.length > 0 && (
        <>
          <a class="button" href={linkTo('compare', { ids: ids.join('.') })}>
            {say('dash.select.compare')}
          </a>
          <button type="button" class="quiet" onClick={() => select([])}>
            {say('dash.select.clear')}
          </button>
        </>
      )}
    </div>
  );
}

interface HeadProps {
  readonly fields: readonly string[];
  readonly by: string;
  readonly down: boolean;
}

function Head({ fields, by, down }: HeadProps) {
  const columns: readonly (readonly [string, string])[] = [
    ['folder', say('dash.column.run')],
    ['state', say('dash.column.state')],
    ['steps', say('dash.column.steps')],
    ['loss', say('dash.column.loss')],
    ['evalLoss', say('dash.column.evalLoss')],
    ...fields.map((path) => [path, shortName(path)] as const),
  ];
  return (
    <thead>
      <tr>
        <td class="pick">
          <span class="unseen">{say('dash.column.select')}</span>
        </td>
        {columns.map(([key, name]) => (
          <th key={key} scope="col" aria-sort={key === by ? (down ? 'descending' : 'ascending') : undefined}>
            <button
              type="button"
              class="sort"
              title={key}
              onClick={() => patch({ sort: key, dir: key === by && !down ? 'down' : undefined, page: undefined })}
            >
              {name}
              <span aria-hidden="true">{key === by ? (down ? ' ↓' : ' ↑') : ''}</span>
            </button>
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Row({ group: { runs: own }, fields }: { readonly group: Group; readonly fields: readonly string[] }) {
  const [first] = own as readonly [Run];
  const [before, name] = nameParts(first.folder);
  const ids = own.map(({ id }) => id);
  const selected = selectionOf();
  const all = ids.every((id) => selected.includes(id));
  const single = own.length === 1;
  const toggle = (): void => select(all ? selected.filter((id) => !ids.includes(id)) : [...selected, ...ids]);
  return (
    <tr class={all ? 'selected' : ''}>
      <td class="pick">
        <input type="checkbox" checked={all} onChange={toggle} aria-label={say('dash.select.run', { name: first.folder })} />
      </td>
      <th scope="row" class="name-cell">
        <a href={single ? linkTo('run', { id: first.id }) : linkTo('compare', { ids: ids.slice(0, mostCompared).join('.') })}>{name}</a>
        <span class="under">{single ? before.replace(/\/$/, '') : say('dash.group.seeds', { n: own.length })}</span>
      </th>
      {single ? <Single run={first} /> : <Several own={own} />}
      {fields.map((path) => (
        <td key={path} class="value">
          {first.fields[path] ?? '–'}
        </td>
      ))}
    </tr>
  );
}

function Single({ run }: { readonly run: Run }) {
  return (
    <>
      <td>
        <StateBadge state={run.state} />
        {run.diverged && <span class="under bad">{divergenceText(run.diverged)}</span>}
        {run.reason && <span class="under bad">{run.reason}</span>}
      </td>
      <td class="number">
        {run.steps ?? '–'}
        {run.total !== null && run.steps !== run.total && <span class="faint"> / {run.total}</span>}
      </td>
      <td class="number">{run.loss === null ? '–' : lossText(run.loss)}</td>
      <td class="number">{run.evalLoss === null ? '–' : lossText(run.evalLoss)}</td>
    </>
  );
}

function Several({ own }: { readonly own: readonly Run[] }) {
  const { diverged } = summary(own);
  const present = states.filter((state) => own.some((run) => run.state === state));
  return (
    <>
      <td>
        {present.map((state: State) => (
          <StateBadge key={state} state={state} text={String(own.filter((run) => run.state === state).length)} />
        ))}
        {diverged > 0 && <span class="under bad">{say('dash.group.diverged', { diverged, n: own.length })}</span>}
      </td>
      <td class="number">{numberText(Math.max(...own.map(({ steps }) => steps ?? 0)))}</td>
      {(['loss', 'evalLoss'] as const).map((of) => (
        <td key={of} class="number">
          {meanText(summary(own, of))}
        </td>
      ))}
    </>
  );
}

const meanText = ({ mean, n }: ReturnType<typeof summary>): string =>
  mean === null ? '–' : say('dash.group.mean', { mean: lossText(mean), n });
