/** Which steps the figures show, and at which one they point: for the keyboard what dragging and pointing are for the mouse. */
import type { Signal } from '@preact/signals';
import { say } from '../../../app/src/shell/say.ts';
import { patch, route } from '../shell/route.ts';

export type Range = readonly [number, number];

/** The stretch of steps in the address; undefined for all. */
export function rangeOf(): Range | undefined {
  const [from, to] = ['from', 'to'].map((name) => Number(route.value.query.get(name) ?? Number.NaN)) as [number, number];
  return Number.isFinite(from) && Number.isFinite(to) && to > from ? [from, to] : undefined;
}

export const setRange = ([from, to]: Range): void => patch({ from, to });

export const isLog = (): boolean => route.value.query.get('log') === '1';

interface Props {
  readonly last: number;
  readonly pointer: Signal<number | undefined>;
}

export function StepControls({ last, pointer }: Props) {
  const range = rangeOf();
  const [from, to] = range ?? [0, last];
  const change = (name: 'from' | 'to') => (event: Event) => patch({ from, to, [name]: (event.currentTarget as HTMLInputElement).value });
  return (
    <div class="steps">
      <label class="check">
        <input type="checkbox" checked={isLog()} onChange={() => patch({ log: isLog() ? undefined : 1 })} /> {say('dash.chart.log')}
      </label>
      <label>
        {say('dash.chart.from')} <input type="number" min={0} max={last} value={from} onChange={change('from')} />
      </label>
      <label>
        {say('dash.chart.to')} <input type="number" min={1} max={last} value={to} onChange={change('to')} />
      </label>
      <button type="button" class="quiet" disabled={!range} onClick={() => patch({ from: undefined, to: undefined })}>
        {say('dash.chart.whole')}
      </button>
      <div class="slide">
        <label for="pointer">{say('dash.chart.pointer')}</label>
        <input
          id="pointer"
          type="range"
          min={from}
          max={Math.max(to, from + 1)}
          value={pointer.value ?? to}
          onInput={(event) => {
            pointer.value = Number(event.currentTarget.value);
          }}
        />
        <output for="pointer">{pointer.value ?? '–'}</output>
      </div>
    </div>
  );
}
