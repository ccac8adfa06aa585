/** Starting a study: its text, what it would be, and those already started. */
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { remember, remembered } from '../../../app/src/shell/memory.ts';
import { language, say } from '../../../app/src/shell/say.ts';
import depth from '../../../specs/studies/depth.yaml?raw';
import map from '../../../specs/studies/stability-map.yaml?raw';
import decay from '../../../specs/studies/weight-decay.yaml?raw';
import type { Checked, Draft, JobRow, Told } from '../../../src/serve/dashboard/wire.ts';
import { post, toldOf } from '../data/api.ts';
import { toldText } from '../part/text.ts';
import { patch, route } from '../shell/route.ts';
import first from '../study.yaml?raw';
import { Jobs } from './jobs.tsx';

/** How a study is run in a terminal is no news to this page. */
const withoutCommand = (text: string): string => text.replace(/^# npx .*\n/m, '');
const examples = { first, depth: withoutCommand(depth), map: withoutCommand(map), decay: withoutCommand(decay) } as const;
type Example = keyof typeof examples;

const exampleOf = (): Example => (Object.keys(examples) as Example[]).find((one) => one === route.value.query.get('example')) ?? 'first';

/** The text survives a visit to another view, and a reload. */
const text = signal<string | undefined>(remembered('study') ?? undefined);

function write(next: string): void {
  text.value = next;
  remember('study', next);
}

/** After the last key, milliseconds. */
const calmMs = 350;

type CheckedText = { readonly of: string; readonly draft?: Draft; readonly told?: Told };

export function Start() {
  const now = text.value ?? examples[exampleOf()];
  const [checked, setChecked] = useState<CheckedText | undefined>(undefined);
  const [began, setBegan] = useState<JobRow | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const timer = setTimeout(async () => setChecked(await check(now)), calmMs);
    return () => clearTimeout(timer);
  }, [now, language.value]);
  const current = checked?.of === now ? checked : undefined;
  const start = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setBegan(undefined);
    try {
      setBegan(await post<JobRow>('/api/studies', { text: now, lang: language.value }));
    } catch (error) {
      setChecked({ of: now, told: toldOf(error) });
    }
    setBusy(false);
  };
  return (
    <>
      <header class="view-head">
        <h1>{say('dash.start.title')}</h1>
        <p class="lead">{say('dash.start.lead')}</p>
      </header>
      <form class="start" onSubmit={start}>
        <div class="field example">
          <label for="example">{say('dash.start.example')}</label>
          <span class="select">
            <select
              id="example"
              value={exampleOf()}
              onChange={(event) => {
                patch({ example: event.currentTarget.value });
                write(examples[exampleOf()]);
              }}
            >
              {(Object.keys(examples) as Example[]).map((one) => (
                <option key={one} value={one}>
                  {say(`dash.start.example.${one}`)}
                </option>
              ))}
            </select>
          </span>
        </div>
        <div class="field">
          <label for="study-text">{say('dash.start.text')}</label>
          <textarea
            id="study-text"
            class="formula"
            rows={22}
            spellcheck={false}
            autocomplete="off"
            value={now}
            aria-describedby="verdict-of-text"
            aria-invalid={current?.told !== undefined}
            onInput={(event) => write(event.currentTarget.value)}
          />
        </div>
        <div id="verdict-of-text" role="status">
          {!current && <p class="note">{say('dash.start.checking')}</p>}
          {current?.told && <p class="problem">{toldText(current.told)}</p>}
          {current?.draft && <p class="fits">{fitsText(current.draft)}</p>}
          {began && <p class="fits">{say('dash.start.began', { folder: began.folder })}</p>}
        </div>
        <button type="submit" class="primary" disabled={busy || !current?.draft}>
          {say('dash.start.go')}
        </button>
      </form>
      <Jobs />
    </>
  );
}

const fitsText = ({ arms, runs, steps, task }: Draft): string =>
  say('dash.start.fits', { arms: arms.length, runs, steps: steps.toLocaleString('en'), task });

const check = (of: string): Promise<CheckedText> =>
  post<Checked>('/api/check', { text: of, lang: language.value }).then(
    ({ draft, error }) => ({ of, draft, told: error }),
    (error: unknown) => ({ of, told: toldOf(error) }),
  );
