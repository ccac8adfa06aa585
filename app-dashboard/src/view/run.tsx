/** One run: how it stands, its curves, what happened inside, its spec. */
import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { DataTable, Heads, type Row, sampled } from '../../../app/src/part/data-table.tsx';
import { type Fact, Facts } from '../../../app/src/part/facts.tsx';
import { say } from '../../../app/src/shell/say.ts';
import type { Curve, Heat, RunDetail } from '../../../src/serve/dashboard/wire.ts';
import { useAllAsked, useAsked } from '../data/ask.ts';
import { type Run as RunOf, runs, studies } from '../data/store.ts';
import { Curves, keyOf, type Line, valueAt } from '../part/curves.tsx';
import { columnOf, HeatPicture, HeatScale, scaleOf } from '../part/heat.tsx';
import { StateBadge } from '../part/state.tsx';
import { isLog, rangeOf, StepControls, setRange } from '../part/steps.tsx';
import { divergenceText, lossText, numberText, toldText } from '../part/text.ts';
import { linkTo, patch, route } from '../shell/route.ts';
import { studyName } from './studies-table.tsx';

/** The step that figures of all views point at. */
export const pointer = signal<number | undefined>(undefined);

export function Run() {
  const id = route.value.query.get('id') ?? '';
  const row = runs.value.get(id);
  const { value, problem } = useAsked<RunDetail>(`/api/runs/${encodeURIComponent(id)}`, row && `${row.bytes}/${row.state}`);
  if (problem) return <p class="problem">{toldText(problem)}</p>;
  if (!value) return <p class="note">{say('dash.loading')}</p>;
  return (
    <>
      <Header detail={value} row={row} />
      <Training detail={value} />
      <Inside detail={value} />
      <Spec detail={value} />
    </>
  );
}

function Header({ detail, row: now }: { readonly detail: RunDetail; readonly row: RunOf | undefined }) {
  const row = now ?? detail.row;
  const study = row.study === null ? undefined : studies.value.get(row.study);
  const [first] = detail.breaks;
  const facts: readonly Fact[] = [
    [say('dash.column.steps'), row.total === null ? String(row.steps ?? '–') : `${row.steps ?? 0} / ${row.total}`],
    [say('dash.column.evalLoss'), row.evalLoss === null ? '–' : lossText(row.evalLoss)],
    [say('dash.fact.parameters'), detail.parameters?.toLocaleString('en') ?? '–'],
    [say('dash.fact.engine'), detail.engine ?? '–'],
    [say('dash.fact.time'), row.seconds === null ? '–' : say('dash.fact.seconds', { n: numberText(row.seconds, 3) })],
    [say('dash.fact.version'), detail.version ?? '–'],
  ];
  return (
    <header class="view-head">
      <p class="crumbs">
        <a href={linkTo('overview')}>{say('dash.back')}</a>
        {study && (
          <>
            {' / '}
            <a href={linkTo('study', { id: study.id })}>{studyName(study)}</a>
          </>
        )}
      </p>
      <h1 class="folder">{row.folder}</h1>
      <p class="standing">
        <StateBadge state={row.state} />
      </p>
      {row.diverged && <p class="alarm">{say('dash.run.diverged', { reason: divergenceText(row.diverged) })}</p>}
      {first && (
        <p class="warning">
          {say('dash.run.broke', { series: first.series, label: first.label, step: first.step, value: numberText(first.value) })}
        </p>
      )}
      {row.reason && <p class="alarm">{say('dash.run.failed', { reason: row.reason })}</p>}
      {row.state === 'stale' && <p class="warning">{say('dash.run.stale')}</p>}
      {detail.skipped > 0 && <p class="warning">{say('dash.run.skipped', { n: detail.skipped })}</p>}
      <Facts facts={facts} />
    </header>
  );
}

export const lastStep = (curves: readonly Curve[]): number => Math.max(1, ...curves.map(({ steps }) => steps.at(-1) ?? 0));

function Training({ detail: { curves, row } }: { readonly detail: RunDetail }) {
  const last = lastStep([curves.loss, curves.evaluated]);
  const range = rangeOf();
  const ended = row.diverged?.step;
  const figures = useMemo(
    (): readonly { readonly key: 'loss' | 'gradientNorm' | 'lr'; readonly y: string; readonly lines: readonly Line[] }[] => [
      {
        key: 'loss',
        y: say('lab.axis.loss'),
        lines: [
          { name: say('dash.chart.training'), at: 0, curve: curves.loss, ended },
          { name: say('dash.chart.validation'), at: 1, curve: curves.evaluated, points: true },
        ],
      },
      { key: 'gradientNorm', y: '', lines: [{ name: say('dash.chart.gradientNorm'), at: 2, curve: curves.gradientNorm, ended }] },
      { key: 'lr', y: '', lines: [{ name: say('dash.chart.lr'), at: 3, curve: curves.lr }] },
    ],
    [curves, ended],
  );
  if (curves.loss.steps.length === 0) return <p class="note">{say('dash.run.waiting')}</p>;
  return (
    <section aria-label={say('dash.chart.loss')}>
      <StepControls last={last} pointer={pointer} />
      <div class="figures">
        {figures.map(({ key, y, lines }) => (
          <figure key={key} class={key}>
            <figcaption>
              <h2>{say(`dash.chart.${key}`)}</h2>
              <Legend lines={lines} />
            </figcaption>
            <Curves
              title={say(`dash.chart.${key}`)}
              lines={lines}
              yLabel={y}
              log={isLog()}
              range={range}
              onRange={setRange}
              pointer={pointer}
              height={key === 'loss' ? 300 : 190}
            />
            <DataTable
              caption={say(`dash.chart.${key}`)}
              head={[say('dash.chart.x'), ...lines.map(({ name }) => name)]}
              rows={() => rowsOf(lines)}
            />
          </figure>
        ))}
      </div>
      <p class="note">{say('dash.chart.about')}</p>
    </section>
  );
}

/** Names and colours, and the values at the step that is pointed at. */
export function Legend({ lines }: { readonly lines: readonly Line[] }) {
  const step = pointer.value;
  return (
    <ul class="keys">
      {lines.map(({ name, at, curve }) => (
        <li key={name} class={keyOf(at)}>
          {name}
          {step !== undefined && <span class="at">{valueAt(curve, step)}</span>}
        </li>
      ))}
    </ul>
  );
}

export function rowsOf(lines: readonly Line[]): Row[] {
  const steps = [...new Set(lines.flatMap(({ curve }) => curve.steps))].sort((a, b) => a - b);
  return sampled(steps).map((step) => [String(step), ...lines.map(({ curve }) => valueAt(curve, step))]);
}

const preferred = ['gradient-norm/layer', 'stream-rms/out'];

/** Series in the address; else those that are read most. */
export function seriesOf(known: readonly { readonly id: string; readonly places: number }[]): string[] {
  const asked = (route.value.query.get('series') ?? '').split(',').filter((id) => known.some((one) => one.id === id));
  if (asked.length > 0) return asked;
  const usual = preferred.filter((id) => known.some((one) => one.id === id));
  return usual.length > 0 ? usual : known.slice(0, 2).map(({ id }) => id);
}

export const extremeOf = (): 'low' | 'high' => (route.value.query.get('of') === 'low' ? 'low' : 'high');

function Inside({ detail: { row, series } }: { readonly detail: RunDetail }) {
  const chosen = seriesOf(series);
  const path = (id: string): string => `/api/runs/${row.id}/heat?series=${encodeURIComponent(id)}`;
  const heats = useAllAsked<Heat>(chosen.map(path), row.bytes);
  return (
    <section aria-labelledby="inside">
      <h2 id="inside">{say('dash.inside')}</h2>
      {series.length === 0 ? (
        <p class="note">{say('dash.inside.none')}</p>
      ) : (
        <>
          <p class="note">{say('dash.inside.about')}</p>
          <div class="inside-controls">
            <SeriesPicker series={series} chosen={chosen} />
            <ExtremePicker />
          </div>
          <div class="pictures">
            {chosen.map((id) => {
              const { value, problem } = heats.get(path(id)) ?? {};
              return value ? (
                <Picture key={id} heat={value} />
              ) : (
                <p key={id} class={problem ? 'problem' : 'note'}>
                  {problem ? toldText(problem) : say('dash.loading')}
                </p>
              );
            })}
          </div>
        </>
      )}
    </section>
  );
}

function SeriesPicker({ series, chosen }: { readonly series: RunDetail['series']; readonly chosen: readonly string[] }) {
  const toggle = (id: string): void => {
    const next = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
    patch({ series: next.join(',') });
  };
  return (
    <fieldset class="chips">
      <legend>{say('dash.inside.series')}</legend>
      {series.map(({ id, places }) => (
        <label key={id} class="chip">
          <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
          <span>
            {id} <small>{places}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

export function ExtremePicker() {
  return (
    <fieldset class="chips">
      <legend>{say('dash.inside.of')}</legend>
      {(['high', 'low'] as const).map((of) => (
        <label key={of} class="chip">
          <input type="radio" name="of" checked={extremeOf() === of} onChange={() => patch({ of: of === 'high' ? undefined : of })} />
          <span>{say(`dash.inside.${of}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Picture({ heat }: { readonly heat: Heat }) {
  const of = extremeOf();
  const scale = useMemo(() => scaleOf([heat[of]]), [heat, of]);
  const column = pointer.value === undefined ? -1 : columnOf(heat.steps, pointer.value);
  return (
    <figure class="inside-figure">
      <figcaption>
        <h3>{heat.series}</h3>
        {column >= 0 && <span class="note">{say('dash.chart.at', { step: heat.steps[column] as number })}</span>}
      </figcaption>
      <HeatPicture heat={heat} of={of} scale={scale} pointer={pointer} />
      <HeatScale scale={scale} />
      <HeatTable heat={heat} of={of} />
    </figure>
  );
}

function HeatTable({ heat, of }: { readonly heat: Heat; readonly of: 'low' | 'high' }) {
  const columns = sampled([...heat.steps.keys()], 8);
  return (
    <DataTable
      caption={heat.series}
      head={[say('dash.column.place'), ...columns.map((at) => say('dash.chart.at', { step: heat.steps[at] as number }))]}
      rows={() => heat.labels.map((label, place) => [label, ...columns.map((at) => numberText(heat[of][place]?.[at]))])}
    />
  );
}

function Spec({ detail: { spec, fields } }: { readonly detail: RunDetail }) {
  return (
    <section aria-labelledby="spec">
      <h2 id="spec">{say('dash.spec')}</h2>
      <details>
        <summary>{say('dash.spec.fields')}</summary>
        <table>
          <Heads of={[say('dash.column.field'), say('dash.column.value')]} />
          <tbody>
            {Object.entries(fields).map(([path, value]) => (
              <tr key={path}>
                <th scope="row">{path}</th>
                <td class="value">{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      <details>
        <summary>JSON</summary>
        <pre tabIndex={0}>{spec}</pre>
      </details>
    </section>
  );
}
