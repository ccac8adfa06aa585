/** What a race shows: losses, gradients by layer and step, the insides at one step, and in the end the verdict. */

import { DataTable, type Row, sampled, shortNumber } from '../part/data-table.tsx';
import { Slider } from '../part/field.tsx';
import { commonRange, HeatMap, HeatScale } from '../part/heat-map.tsx';
import { Legend } from '../part/legend.tsx';
import { type Line, LineChart, type Mark } from '../part/line-chart.tsx';
import { say } from '../shell/say.ts';
import { armCss } from '../shell/theme.ts';
import type { RaceConfig } from './config.ts';
import { bandOf, placeOf, raw, smoothed, snapshotAt } from './curves.ts';
import type { LiveRun } from './live.ts';
import { armNames } from './names.ts';
import type { Lane } from './runner.ts';
import { pointed, runner, shown } from './state.ts';
import { Troubles } from './troubles.tsx';
import { Verdict } from './verdict.tsx';

export function Results() {
  runner.beat.value;
  const race = shown.value;
  const lanes = runner.lanes.value;
  if (!race || lanes.length === 0) return null;
  const names = armNames(race.arms);
  // What happens inside is shown of the latest seed.
  const latest = lanes.map(({ runs }) => runs.at(-1));
  return (
    <section class="results" aria-label={say('lab.results')}>
      <Troubles names={names} lanes={lanes} />
      <Losses race={race} names={names} lanes={lanes} />
      <Verdict race={race} names={names} lanes={lanes} />
      <Pointer race={race} latest={latest} />
      <Gradients race={race} names={names} latest={latest} />
      <Inside names={names} latest={latest} />
    </section>
  );
}

interface LossProps {
  readonly race: RaceConfig;
  readonly names: readonly string[];
  readonly lanes: readonly Lane[];
}

function Losses({ race, names, lanes }: LossProps) {
  const { steps, seeds } = race.shared;
  const x = Array.from({ length: steps }, (_, i) => i);
  const lines = lanes.flatMap((lane, i) => (seeds > 1 ? bandLines(lane, i, steps) : singleLines(lane.runs[0], i, steps)));
  const marks = lanes.flatMap((lane, i) => divergences(lane, i));
  const rows = (): Row[] => {
    const curves = lanes.map(({ runs }) => told(runs.at(-1)?.losses ?? []));
    return sampled(x).map((step) => [String(step), ...curves.map((curve) => curve[step])]);
  };
  return (
    <figure>
      <figcaption>
        <h2>{say('lab.loss.title')}</h2>
        <p>
          {say(seeds > 1 ? 'lab.loss.bands' : 'lab.loss.caption')} {marks.length > 0 && say('lab.loss.marks')}
        </p>
      </figcaption>
      <Legend names={names} />
      <LineChart
        title={say('lab.loss.aria', { arms: lanes.map(({ runs }, i) => `${names[i]} ${shortNumber(lastLoss(runs.at(-1)))}`).join('; ') })}
        x={x}
        lines={lines}
        xLabel={say('lab.axis.step')}
        yLabel={say('lab.axis.loss')}
        yRange={lossRange(lanes)}
        height={300}
        marks={marks}
        pointer={pointed}
      />
      <DataTable caption={say('lab.loss.title')} head={[say('lab.axis.step'), ...names]} rows={rows} />
    </figure>
  );
}

/** Where runs of an arm broke: their last losses may be no numbers, or far above the picture. */
const divergences = ({ runs }: Lane, i: number): Mark[] =>
  runs.flatMap(({ outcome, losses }) => (outcome === 'diverged' ? [{ x: losses.length - 1, colour: `--c${i + 1}` }] : []));

/** Smoothed, and what is not a number as it came. */
const told = (losses: readonly number[]): (number | undefined)[] => smoothed(losses).map((value, i) => value ?? losses[i]);

/** From the lowest loss to twice the lowest start: an arm that explodes leaves the picture and does not flatten the others. */
function lossRange(lanes: readonly Lane[]): readonly [number, number] | undefined {
  const losses = lanes.flatMap(({ runs }) => runs.flatMap((run) => run.losses)).filter(Number.isFinite);
  const starts = lanes.flatMap(({ runs }) => runs.flatMap((run) => run.losses.slice(0, 1)));
  if (losses.length === 0) return undefined;
  // In steps, so that the axis does not quiver while the race runs.
  const whole = (value: number, round: (value: number) => number): number => round(2 * value) / 2;
  const low = losses.reduce((least, value) => Math.min(least, value));
  const high = losses.reduce((most, value) => Math.max(most, value));
  return [whole(low, Math.floor), whole(Math.min(high, 2 * Math.min(...starts)), Math.ceil)];
}

const lastLoss = (run: LiveRun | undefined): number | undefined => smoothed(run?.losses ?? []).at(-1) ?? undefined;

function singleLines(run: LiveRun | undefined, i: number, steps: number): Line[] {
  const colour = `--c${i + 1}`;
  const losses = run?.losses ?? [];
  const curve = smoothed(losses);
  return [
    { label: `${i} raw`, colour, values: raw(losses, steps), width: 1, ink: 0.3 },
    { label: String(i), colour, values: Array.from({ length: steps }, (_, at) => curve[at] ?? null), width: 2.2 },
  ];
}

function bandLines(lane: Lane, i: number, steps: number): Line[] {
  const colour = `--c${i + 1}`;
  const { mean, low, high } = bandOf(lane, steps);
  return [
    { label: `${i} low`, colour, values: low, width: 0.5, ink: 0.4 },
    { label: `${i} high`, colour, values: high, width: 0.5, ink: 0.4, fillTo: 1 },
    { label: String(i), colour, values: mean, width: 2.2 },
  ];
}

/** The pointer of all charts for those without a mouse. */
function Pointer({ race, latest }: { readonly race: RaceConfig; readonly latest: readonly (LiveRun | undefined)[] }) {
  const last = Math.max(0, ...latest.map((run) => (run?.steps.length ?? 1) - 1));
  const at = pointed.value ?? last;
  return (
    <Slider
      id="pointer"
      label={say('lab.pointer')}
      least={0}
      most={race.shared.steps - 1}
      value={at}
      onChange={(step) => (pointed.value = step)}
    >
      <button type="button" class="quiet" disabled={pointed.value === undefined} onClick={() => (pointed.value = undefined)}>
        {say('lab.pointerLatest')}
      </button>
    </Slider>
  );
}

const gradients = 'gradient-norm/layer';

interface InsideProps {
  readonly names: readonly string[];
  readonly latest: readonly (LiveRun | undefined)[];
}

function Gradients({ race, names, latest }: InsideProps & { readonly race: RaceConfig }) {
  const columns = latest.map((run) => (run?.snapshots ?? []).map(({ series }) => series[gradients] ?? []));
  // What has exploded is off the scale, and does not take it from the others.
  const healthy = columns.filter((_, i) => latest[i]?.outcome !== 'diverged');
  const range = commonRange((healthy.length > 0 ? healthy : columns).flat(2));
  const rows = (): Row[] =>
    latest.flatMap((run, i) =>
      sampled(run?.snapshots ?? [], 6).map(({ step, series }) => [
        `${names[i]} · ${step}`,
        series[gradients]?.[0],
        series[gradients]?.at(-1),
      ]),
    );
  return (
    <figure>
      <figcaption>
        <h2>{say('lab.gradient.title')}</h2>
        <p>{say('lab.gradient.caption')}</p>
      </figcaption>
      <HeatScale range={range} label={say('lab.gradient.scale')} />
      <div class="maps">
        {latest.map((run, i) => (
          <div class="map" key={names[i]} style={{ '--arm': armCss(i) }}>
            <h3>{names[i]}</h3>
            <div class="axes">
              <span class="deep">{say('lab.layer', { n: columns[i]?.[0]?.length ?? '' })}</span>
              <span class="shallow">{say('lab.layer', { n: 1 })}</span>
              <HeatMap
                title={say('lab.gradient.aria', {
                  arm: names[i] as string,
                  layers: columns[i]?.[0]?.length ?? 0,
                  steps: run?.steps.length ?? 0,
                })}
                columns={columns[i] ?? []}
                steps={(run?.snapshots ?? []).map(({ step }) => step)}
                length={race.shared.steps}
                range={range}
                pointer={pointed}
                beat={runner.beat.value}
              />
            </div>
          </div>
        ))}
      </div>
      <DataTable
        caption={say('lab.gradient.title')}
        head={[say('lab.armAndStep'), say('lab.firstLayer'), say('lab.lastLayer')]}
        rows={rows}
      />
    </figure>
  );
}

const insides = [
  { id: 'stream-rms/out', key: 'rms', log: true },
  { id: 'embedding-share', key: 'embedding', log: false },
  { id: 'identity-share', key: 'identity', log: false },
] as const;

function Inside({ names, latest }: InsideProps) {
  const shots = latest.map((run) => snapshotAt(run?.snapshots ?? [], pointed.value));
  return (
    <figure>
      <figcaption>
        <h2>{say('lab.inside.title')}</h2>
        <p>{say('lab.inside.caption')}</p>
      </figcaption>
      <Legend names={names} />
      <div class="trio">
        {insides.map(({ id, key, log }) => {
          const columns = shots.map((shot) => shot?.series[id] ?? []);
          const places = Math.max(2, ...columns.map(({ length }) => length));
          const blocks = (latest.find((run) => run?.labels[id])?.labels[id] ?? []).map((label, i) => placeOf(label)?.layer ?? i + 1);
          const perBlock = blocks.length > 1 && blocks[0] === blocks[1] ? 2 : 1;
          const x = Array.from({ length: places }, (_, i) => (i + 1) / perBlock);
          return (
            <div key={id}>
              <h3>{say(`lab.inside.${key}`)}</h3>
              <LineChart
                title={say(`lab.inside.${key}`)}
                x={x}
                lines={columns.map((values, i) => ({
                  label: names[i] as string,
                  colour: `--c${i + 1}`,
                  values: x.map((_, at) => positive(values[at], log)),
                  points: places <= 24,
                }))}
                xLabel={say('lab.axis.layer')}
                yLabel=""
                log={log}
                yRange={log ? undefined : [Math.min(0, ...columns.flat().filter(Number.isFinite)), 1]}
                height={190}
                whole={perBlock === 1}
              />
              <p class="hint">{say(`lab.inside.${key}About`)}</p>
              <DataTable
                caption={say(`lab.inside.${key}`)}
                head={[say('lab.axis.layer'), ...names]}
                rows={() => x.map((place, at) => [String(place), ...columns.map((values) => values[at])])}
              />
            </div>
          );
        })}
      </div>
    </figure>
  );
}

const positive = (value: number | undefined, log: boolean): number | null =>
  value === undefined || !Number.isFinite(value) || (log && value <= 0) ? null : value;
