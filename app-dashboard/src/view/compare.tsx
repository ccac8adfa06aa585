/** Selected runs over each other: one curve each, what tells them apart, one series of each as pictures on one scale. */
import { useMemo } from 'preact/hooks';
import { DataTable } from '../../../app/src/part/data-table.tsx';
import { say } from '../../../app/src/shell/say.ts';
import type { Heat, RunDetail } from '../../../src/serve/dashboard/wire.ts';
import { useAllAsked } from '../data/ask.ts';
import { differing, shortName } from '../data/rows.ts';
import { runs } from '../data/store.ts';
import { Curves, keyOf, type Line } from '../part/curves.tsx';
import { HeatPicture, HeatScale, scaleOf } from '../part/heat.tsx';
import { StateBadge } from '../part/state.tsx';
import { isLog, rangeOf, StepControls, setRange } from '../part/steps.tsx';
import { lossText, toldText } from '../part/text.ts';
import { linkTo, patch, route } from '../shell/route.ts';
import { ExtremePicker, extremeOf, lastStep, pointer, rowsOf, seriesOf } from './run.tsx';
import { mostCompared } from './runs-table.tsx';

const quantities = ['loss', 'evaluated', 'gradientNorm', 'lr'] as const;
type Quantity = (typeof quantities)[number];

const idsOf = (): string[] =>
  (route.value.query.get('ids') ?? '')
    .split('.')
    .filter((id) => id !== '')
    .slice(0, mostCompared);

interface Member {
  readonly id: string;
  /** Number of its colour. */
  readonly at: number;
  readonly name: string;
  readonly detail: RunDetail;
}

export function Compare() {
  const ids = idsOf();
  const rows = ids.flatMap((id) => runs.value.get(id) ?? []);
  const path = (id: string): string => `/api/runs/${encodeURIComponent(id)}`;
  const answers = useAllAsked<RunDetail>(ids.map(path), rows.map(({ bytes }) => bytes).join());
  const fields = useMemo(() => differing(rows), [rows.map(({ id }) => id).join()]);
  const members = useMemo(
    () =>
      ids.flatMap((id, at): Member[] => {
        const detail = answers.get(path(id))?.value;
        return detail ? [{ id, at, detail, name: nameOf(detail, fields) }] : [];
      }),
    [answers, fields],
  );
  const problem = [...answers.values()].find((answer) => answer.problem)?.problem;
  if (ids.length === 0) return <p class="note">{say('dash.compare.none')}</p>;
  return (
    <>
      <header class="view-head">
        <p class="crumbs">
          <a href={linkTo('overview', { sel: ids.join('.') })}>{say('dash.back')}</a>
        </p>
        <h1>{say('dash.compare.title', { n: ids.length })}</h1>
      </header>
      {problem && <p class="problem">{toldText(problem)}</p>}
      {members.length === 0 ? (
        !problem && <p class="note">{say('dash.loading')}</p>
      ) : (
        <>
          <Overlay members={members} />
          <Differences members={members} fields={fields} />
          <Pictures members={members} />
        </>
      )}
    </>
  );
}

/** What tells it apart, in few words; its folder where that says nothing. */
function nameOf({ row, fields: own }: RunDetail, fields: readonly string[]): string {
  const words = fields.filter((path) => path in own).slice(0, 4);
  const told = words.map((path) => (path.endsWith('placement.id') ? own[path] : `${shortName(path)} ${own[path]}`));
  return told.length > 0 ? told.join(', ') : row.folder;
}

function Overlay({ members }: { readonly members: readonly Member[] }) {
  const { query } = route.value;
  const quantity: Quantity = quantities.find((one) => one === query.get('what')) ?? 'loss';
  const lines = useMemo(
    () =>
      members.map(
        ({ name, at, detail: { curves, row } }): Line => ({
          name,
          at,
          curve: curves[quantity],
          points: quantity === 'evaluated',
          ended: row.diverged?.step,
        }),
      ),
    [members, quantity],
  );
  return (
    <section aria-label={say(`dash.chart.${quantity}`)}>
      <fieldset class="chips">
        <legend>{say('dash.chart.of')}</legend>
        {quantities.map((one) => (
          <label key={one} class="chip">
            <input type="radio" name="what" checked={one === quantity} onChange={() => patch({ what: one === 'loss' ? undefined : one })} />
            <span>{say(`dash.chart.${one}`)}</span>
          </label>
        ))}
      </fieldset>
      <StepControls last={lastStep(lines.map(({ curve }) => curve))} pointer={pointer} />
      <figure>
        <Curves
          title={say(`dash.chart.${quantity}`)}
          lines={lines}
          yLabel={quantity === 'loss' || quantity === 'evaluated' ? say('lab.axis.loss') : ''}
          log={isLog()}
          range={rangeOf()}
          onRange={setRange}
          pointer={pointer}
          height={380}
        />
        <DataTable
          caption={say(`dash.chart.${quantity}`)}
          head={[say('dash.chart.x'), ...lines.map(({ name }) => name)]}
          rows={() => rowsOf(lines)}
        />
      </figure>
      <p class="note">{say('dash.chart.about')}</p>
    </section>
  );
}

function Differences({ members, fields }: { readonly members: readonly Member[]; readonly fields: readonly string[] }) {
  const ids = idsOf();
  return (
    <section>
      <h2 id="differ">{say('dash.compare.differ')}</h2>
      {fields.length === 0 && <p class="note">{say('dash.compare.alike')}</p>}
      <section class="scroll" tabIndex={0} aria-labelledby="differ">
        <table>
          <thead>
            <tr>
              <th scope="col">{say('dash.column.run')}</th>
              <th scope="col">{say('dash.column.state')}</th>
              <th scope="col" class="number">
                {say('dash.column.evalLoss')}
              </th>
              {fields.map((path) => (
                <th key={path} scope="col">
                  {shortName(path)}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {members.map(({ id, at, name, detail: { row, fields: own } }) => (
              <tr key={id}>
                <th scope="row" class={keyOf(at)}>
                  <a href={linkTo('run', { id })}>{row.folder.split('/').at(-1)}</a>
                </th>
                <td>
                  <StateBadge state={row.state} />
                </td>
                <td class="number">{row.evalLoss === null ? '–' : lossText(row.evalLoss)}</td>
                {fields.map((path) => (
                  <td key={path} class="value">
                    {own[path] ?? '–'}
                  </td>
                ))}
                <td>
                  <button
                    type="button"
                    class="quiet"
                    aria-label={say('dash.compare.remove', { name })}
                    onClick={() => patch({ ids: ids.filter((one) => one !== id).join('.') })}
                  >
                    ✕
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

/** Pictures at once: more would be too small to read. */
const mostPictures = 8;

function Pictures({ members }: { readonly members: readonly Member[] }) {
  const known = members.flatMap(({ detail }) => detail.series);
  const all = [...new Map(known.map((one) => [one.id, one])).values()];
  const [series] = seriesOf(all);
  const of = extremeOf();
  const shown = members.filter(({ detail }) => detail.series.some(({ id }) => id === series)).slice(0, mostPictures);
  const path = (id: string): string => `/api/runs/${id}/heat?series=${encodeURIComponent(series ?? '')}`;
  const heats = useAllAsked<Heat>(
    shown.map(({ id }) => path(id)),
    shown.map(({ detail }) => detail.row.bytes).join(),
  );
  const scale = useMemo(() => scaleOf([...heats.values()].flatMap(({ value }) => (value ? [value[of]] : []))), [heats, of]);
  if (series === undefined) return null;
  return (
    <section aria-labelledby="inside">
      <h2 id="inside">{say('dash.inside')}</h2>
      <p class="note">{say('dash.inside.about')}</p>
      <div class="inside-controls">
        <div class="field">
          <label for="series">{say('dash.inside.series')}</label>
          <span class="select">
            <select id="series" value={series} onChange={(event) => patch({ series: event.currentTarget.value })}>
              {all.map(({ id }) => (
                <option key={id} value={id}>
                  {id}
                </option>
              ))}
            </select>
          </span>
        </div>
        <ExtremePicker />
      </div>
      <HeatScale scale={scale} />
      <div class="pictures">
        {shown.map(({ id, at, name }) => {
          const heat = heats.get(path(id))?.value;
          return (
            <figure key={id} class="inside-figure">
              <figcaption>
                <h3 class={keyOf(at)}>{name}</h3>
              </figcaption>
              {heat ? (
                <HeatPicture heat={heat} of={of} scale={scale} pointer={pointer} name={name} />
              ) : (
                <p class="note">{say('dash.loading')}</p>
              )}
            </figure>
          );
        })}
      </div>
    </section>
  );
}
