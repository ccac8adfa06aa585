/** What it takes to get these numbers again. */
import type { EngineDescription } from '../../study/types.ts';
import type { Context } from '../context.ts';
import { duration } from '../format.ts';
import { html, type Markup } from '../html.ts';

export interface Repeatable {
  readonly command: string;
  readonly engine: EngineDescription;
  readonly seconds: number;
  readonly date: string;
  readonly version: string;
}

export function repeatBody({ command, engine, seconds, date, version }: Repeatable, { say, language }: Context): Markup {
  const { id, device, threads } = engine;
  const engineText = say('report.repeat.engineText', { id, version: engine.version, device, threadCount: threads });
  const facts: readonly (readonly [string, Markup | string])[] = [
    [say('report.repeat.command'), html`<pre><code>${command}</code></pre>`],
    [say('report.repeat.engine'), engineText],
    [say('report.repeat.time'), duration(seconds, language)],
    [say('report.repeat.date'), date],
    [say('report.repeat.version'), version],
  ];
  return html`<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}
