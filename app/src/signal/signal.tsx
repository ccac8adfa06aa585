/** What goes forward and backward through a network that has learned nothing yet. */

import { placements, type SignalArm, type SignalDepth } from 'normlab/web';
import { useEffect } from 'preact/hooks';
import { DataTable, sampled } from '../part/data-table.tsx';
import { Field, NumberInput, Segmented, Select, Slider } from '../part/field.tsx';
import { type Line, LineChart } from '../part/line-chart.tsx';
import { RemoveButton } from '../part/remove-button.tsx';
import { nameOf, say, sayTold } from '../shell/say.ts';
import { armCss } from '../shell/theme.ts';
import { busy, change, follow, measured, most, problem, state } from './state.ts';

export default function Signal() {
  useEffect(follow, []);
  const { arms, depth, setting, seeds } = state.value;
  const choices = placements.members.filter(({ id }) => id !== 'custom').map((member) => ({ value: member.id, text: nameOf(member) }));
  const replace = (index: number, id: string) => change({ arms: [...new Set(arms.map((arm, i) => (i === index ? id : arm)))] });
  const unused = choices.find(({ value }) => !arms.includes(value))?.value ?? 'pre';
  return (
    <>
      <div class="intro">
        <h1>{say('lab.signal.title')}</h1>
        <p class="lead">{say('lab.signal.lead')}</p>
      </div>
      <section class="panel" aria-label={say('lab.signal.settings')}>
        <div class="chips">
          {arms.map((id, i) => (
            <span class="chip" key={id} style={{ '--arm': armCss(i) }}>
              <Select
                label={say('lab.race.arm', { n: i + 1, name: id })}
                value={id}
                choices={choices}
                onChange={(next) => replace(i, next)}
              />
              {arms.length > 1 && <RemoveButton name={id} onClick={() => change({ arms: arms.filter((_, at) => at !== i) })} />}
            </span>
          ))}
          {arms.length < most.arms && (
            <button type="button" onClick={() => change({ arms: [...arms, unused] })}>
              {say('lab.race.add')}
            </button>
          )}
        </div>
        <Slider
          id="depth"
          label={say('lab.field.depth')}
          least={1}
          most={most.depth}
          value={depth}
          onChange={(next) => change({ depth: next })}
        />
        <div class="fields spread">
          <div class="field wide">
            <span class="label">{say('lab.signal.setting')}</span>
            <Segmented
              label={say('lab.signal.setting')}
              value={setting}
              choices={(['xiong', 'model'] as const).map((value) => ({ value, text: say(`lab.signal.setting.${value}`) }))}
              onChange={(next) => change({ setting: next as 'xiong' | 'model' })}
            />
          </div>
          <Field label={say('lab.field.seeds')}>
            {(of) => <NumberInput id={of} value={seeds} least={1} most={10} onChange={(next) => change({ seeds: next })} />}
          </Field>
        </div>
      </section>
      {problem.value && <p class="problem">{sayTold(problem.value)}</p>}
      <Figures />
    </>
  );
}

const figures = [
  { key: 'forward', of: ({ streamEnergy }: SignalDepth) => streamEnergy, theory: forwardTheory, log: true },
  { key: 'backward', of: ({ gradNormByLayer }: SignalDepth) => gradNormByLayer, theory: () => [], log: true },
  { key: 'share', of: ({ embeddingShare }: SignalDepth) => embeddingShare, theory: shareTheory, log: false },
] as const;

function forwardTheory({ theory: { streamEnergy } }: SignalDepth): (readonly number[])[] {
  if (!streamEnergy) return [];
  const { low, high } = streamEnergy;
  return low.every((value, i) => value === high[i]) ? [low] : [low, high];
}

function shareTheory({ theory: { embeddingShare } }: SignalDepth): (readonly number[])[] {
  return embeddingShare ? [embeddingShare] : [];
}

function Figures() {
  const found = measured.value;
  if (!found || found.arms.length === 0) return <p class="note">{say('lab.loading')}</p>;
  const { arms, of, ms } = found;
  const x = Array.from({ length: of.depth }, (_, i) => i + 1);
  return (
    <section class={busy.value ? 'results stale' : 'results'} aria-busy={busy.value}>
      <ul class="legend">
        {arms.map(({ id, equation }, i) => (
          <li key={id} style={{ '--arm': armCss(i) }}>
            {id} <span class="equation">{equation}</span>
          </li>
        ))}
        <li class="dashed">{say('lab.signal.theory')}</li>
      </ul>
      <div class="trio tall">
        {figures.map(({ key, of: values, theory, log }) => (
          <figure key={key}>
            <figcaption>
              <h2>{say(`lab.signal.${key}`)}</h2>
              <p>{say(`lab.signal.${key}About`)}</p>
            </figcaption>
            <LineChart
              title={say(`lab.signal.${key}`)}
              x={x}
              lines={arms.flatMap((arm, i) => linesOf(arm, i, { values, theory, log }))}
              xLabel={say('lab.axis.layer')}
              yLabel=""
              log={log}
              height={260}
            />
            <DataTable
              caption={say(`lab.signal.${key}`)}
              head={[say('lab.axis.layer'), ...arms.map(({ id }) => id)]}
              rows={() => sampled(x).map((layer) => [String(layer), ...arms.map((arm) => values(arm.depths[0] as SignalDepth)[layer - 1])])}
            />
          </figure>
        ))}
      </div>
      <p class="note">{say('lab.signal.took', { ms: Math.round(ms), seeds: of.seeds })}</p>
    </section>
  );
}

interface Figure {
  readonly values: (depth: SignalDepth) => readonly number[];
  readonly theory: (depth: SignalDepth) => readonly (readonly number[])[];
  readonly log: boolean;
}

function linesOf({ id, depths }: SignalArm, index: number, { values, theory, log }: Figure): Line[] {
  const depth = depths[0] as SignalDepth;
  const colour = `--c${index + 1}`;
  const drawable = (value: number): boolean => Number.isFinite(value) && (!log || value > 0);
  const drawn = values(depth);
  return [
    { label: id, colour, values: drawn.map((value) => (drawable(value) ? value : null)), points: drawn.length <= 24 },
    ...theory(depth).map((line, i) => ({ label: `${id} theory ${i}`, colour, values: [...line], width: 1.2, dash: [5, 4], ink: 0.85 })),
  ];
}
