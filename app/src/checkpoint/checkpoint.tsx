/** Files of a model go in; its placement comes out, with what says so. */
import '../style/checkpoint.css';
import { useDrop } from '../part/drop.ts';
import { Field, Select } from '../part/field.tsx';
import { say, sayTold } from '../shell/say.ts';
import { examples } from './example.ts';
import { Found } from './found.tsx';
import { answer, chooseExample, chooseFiles, example, stop } from './state.ts';

export default function Checkpoint() {
  return (
    <>
      <div class="intro">
        <h1>{say('lab.checkpoint.title')}</h1>
        <p class="lead">{say('lab.checkpoint.lead')}</p>
      </div>
      <Chooser />
      <Answered />
    </>
  );
}

function Chooser() {
  const { over, handlers } = useDrop(chooseFiles);
  return (
    <section class={over ? 'panel drop over' : 'panel drop'} aria-label={say('lab.checkpoint.files')} {...handlers}>
      <p class="drop-line">
        <label class="file chosen">
          <input
            type="file"
            multiple
            accept=".json,.safetensors,.gguf,.npz,.npy"
            onChange={(event) => {
              chooseFiles([...(event.currentTarget.files ?? [])]);
              // The same file again is a choice too.
              event.currentTarget.value = '';
            }}
          />
          <span>{say('lab.checkpoint.choose')}</span>
        </label>{' '}
        {say('lab.checkpoint.drop')}
      </p>
      <p class="hint">{say('lab.checkpoint.hint')}</p>
      <div class="fields spread">
        <Field label={say('lab.checkpoint.example')} wide>
          {(id) => (
            <Select
              id={id}
              value={example.value ?? ''}
              choices={[
                { value: '', text: say('lab.checkpoint.noExample') },
                ...examples.map(({ id: value }) => ({ value, text: say(`lab.checkpoint.example.${value}`) })),
              ]}
              onChange={(next) => chooseExample(examples.find(({ id: one }) => one === next)?.id)}
            />
          )}
        </Field>
      </div>
      {example.value && <p class="note">{say('lab.checkpoint.exampleNote')}</p>}
    </section>
  );
}

/** Always there, so that what comes into it is read out. */
function Answered() {
  const now = answer.value;
  return (
    <div aria-live="polite" aria-busy={now.at === 'reading'}>
      {now.at === 'reading' && (
        <p>
          {say('lab.checkpoint.reading')} {now.names.slice(0, 3).join(', ')}{' '}
          <button type="button" class="quiet" onClick={stop}>
            {say('lab.checkpoint.stop')}
          </button>
        </p>
      )}
      {now.at === 'failed' && <p class="problem">{sayTold(now.reason)}</p>}
      {now.at === 'read' && <Found found={now.found} />}
    </div>
  );
}
