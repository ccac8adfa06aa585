/** What all arms of a race share: the task and its text, sizes, seeds. */
import { tasks } from 'normlab/web';
import { useState } from 'preact/hooks';
import { useDrop } from '../part/drop.ts';
import { Field, NumberInput, Select } from '../part/field.tsx';
import { nameOf, say } from '../shell/say.ts';
import { engines, limits, raceTasks, type Shared } from './config.ts';
import { changeShared, config, textMissing } from './state.ts';
import { longestText, ownText, takeText } from './text.ts';

type Numbers = { readonly [K in keyof Shared]: Shared[K] extends number ? K : never }[keyof Shared];

const numbers: readonly (readonly [Numbers, number, number])[] = [
  ['steps', 1, limits.steps],
  ['seeds', 1, limits.seeds],
  ['seed', 0, 2 ** 31 - 1],
  ['width', 1, limits.width],
  ['heads', 1, limits.heads],
  ['context', 1, limits.context],
  ['batch', 1, limits.batch],
];

export function SharedSettings() {
  const { shared } = config.value;
  const task = tasks.get(shared.task);
  return (
    <details class="shared">
      <summary>
        <span>{say('lab.shared.title')}</span>
        <span class="summary">
          {say('lab.shared.summary', {
            task: nameOf(task),
            width: shared.width,
            steps: shared.steps,
            seeds: shared.seeds,
          })}
        </span>
      </summary>
      <div class="fields spread">
        <Field label={say('lab.field.task')} wide>
          {(of) => (
            <Select
              id={of}
              value={shared.task}
              choices={raceTasks.map((one) => ({ value: one.id, text: nameOf(one) }))}
              onChange={(id) => changeShared({ task: id })}
            />
          )}
        </Field>
        {numbers.map(([name, least, most]) => (
          <Field key={name} label={say(`lab.field.${name}`)}>
            {(of) => (
              <NumberInput id={of} value={shared[name]} least={least} most={most} onChange={(value) => changeShared({ [name]: value })} />
            )}
          </Field>
        ))}
        <Field label={say('lab.field.clip')}>
          {(of) => (
            <Select
              id={of}
              value={shared.clip}
              choices={[
                { value: '1', text: say('lab.clip.on') },
                { value: 'none', text: say('lab.clip.off') },
              ]}
              onChange={(clip) => changeShared({ clip: clip as Shared['clip'] })}
            />
          )}
        </Field>
        <Field label={say('lab.field.engine')} hint={say(`lab.engine.${shared.engine}About`)} wide>
          {(of) => (
            <Select
              id={of}
              value={shared.engine}
              choices={engines.map((value) => ({ value, text: say(`lab.engine.${value}`) }))}
              onChange={(engine) => changeShared({ engine: engine as Shared['engine'] })}
            />
          )}
        </Field>
      </div>
      {task.reads && <TextSource />}
    </details>
  );
}

/** The book, or a text that is pasted, dropped or picked; it leaves the tab for nowhere. */
function TextSource() {
  const [unread, setUnread] = useState(false);
  const own = config.value.shared.text && !textMissing.value ? ownText.value : undefined;
  const take = (name: string, text: string): void => changeShared({ text: takeText(name, text) });
  const takeFile = async (file: File | undefined): Promise<void> => {
    try {
      if (file) take(file.name, await file.slice(0, 4 * longestText).text());
      setUnread(false);
    } catch {
      // A folder, or a file that has gone.
      setUnread(true);
    }
  };
  const { over, handlers } = useDrop(([file]) => void takeFile(file));
  return (
    <div class={over ? 'text-source over' : 'text-source'} {...handlers}>
      <Field label={say('lab.text.label')} hint={say('lab.text.hint')} wide>
        {(of) => (
          <textarea
            id={of}
            rows={4}
            placeholder={say('lab.text.placeholder')}
            value={own?.text.slice(0, 4000) ?? ''}
            onChange={(event) => {
              const text = event.currentTarget.value;
              if (text.trim() === '') changeShared({ text: '' });
              else take(say('lab.text.pasted'), text);
            }}
          />
        )}
      </Field>
      <p class="note">
        {own ? say('lab.text.own', { name: own.name, length: own.text.length }) : say('lab.text.book')}{' '}
        <label class="file">
          <input
            type="file"
            accept="text/*,.txt,.md"
            onChange={(event) => {
              void takeFile(event.currentTarget.files?.[0]);
              // The same file again is a choice too.
              event.currentTarget.value = '';
            }}
          />
          <span>{say('lab.text.file')}</span>
        </label>
        {own && (
          <button type="button" class="quiet" onClick={() => changeShared({ text: '' })}>
            {say('lab.text.back')}
          </button>
        )}
      </p>
      {unread && <p class="warning">{say('lab.text.unreadable')}</p>}
      {textMissing.value && <p class="warning">{say('lab.text.missing')}</p>}
    </div>
  );
}
