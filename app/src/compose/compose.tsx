/** A placement of your own, clicked together; equation, parameters and what is wrong with it follow. */
import { useSignal } from '@preact/signals';
import {
  armDiagram,
  armEquation,
  type CustomRule,
  type NormField,
  normalizers,
  normFields,
  type ScaleField,
  scaleFields,
} from 'normlab/web';
import { stringify } from 'yaml';
import { BlockDiagram } from '../part/block-diagram.tsx';
import { Field, Select } from '../part/field.tsx';
import { newArm, specOf } from '../race/config.ts';
import { addArm, config } from '../race/state.ts';
import { open } from '../shell/route.ts';
import { nameOf, say, sayTold } from '../shell/say.ts';
import { Block } from './block.tsx';
import { firstFormula } from './edit.ts';
import { built, change, changeRule, current, depth, fromFile, most, rule, state } from './state.ts';

export default function Compose() {
  return (
    <>
      <div class="intro">
        <h1>{say('lab.compose.title')}</h1>
        <p class="lead">{say('lab.compose.lead')}</p>
      </div>
      <section class="panel" aria-label={say('lab.compose.rules')}>
        <Rules />
        <Block />
        <Placed />
      </section>
      <Outcome />
    </>
  );
}

const branches = { all: undefined, attn: ['attn'], ffn: ['ffn'] } as const;
type Branch = keyof typeof branches;

const branchOf = ({ sublayers }: CustomRule): Branch =>
  sublayers?.length === 1 && sublayers[0] !== 'cross' ? (sublayers[0] as Branch) : 'all';

function Rules() {
  const { rules } = state.value;
  return (
    <>
      <div class="tabs" role="group" aria-label={say('lab.compose.rules')}>
        {rules.map((_, i) => (
          <button key={i} type="button" class="quiet" aria-pressed={i === current.value} onClick={() => (current.value = i)}>
            {say('lab.compose.rule', { n: i + 1 })}
          </button>
        ))}
        {rules.length < most.rules && (
          <button
            type="button"
            class="quiet"
            onClick={() => {
              change({ rules: [...rules, {}] });
              current.value = rules.length;
            }}
          >
            {say('lab.compose.addRule')}
          </button>
        )}
        {rules.length > 1 && (
          <button
            type="button"
            class="quiet"
            onClick={() => {
              change({ rules: rules.filter((_, i) => i !== current.value) });
              current.value = 0;
            }}
          >
            {say('lab.compose.removeRule')}
          </button>
        )}
      </div>
      <div class="fields spread">
        <Field label={say('lab.compose.branches')}>
          {(of) => (
            <Select
              id={of}
              value={branchOf(rule.value)}
              choices={(Object.keys(branches) as Branch[]).map((value) => ({ value, text: say(`lab.compose.branch.${value}`) }))}
              onChange={(value) => changeRule({ sublayers: branches[value as Branch] })}
            />
          )}
        </Field>
        <Field label={say('lab.compose.layers')}>
          {(of) => (
            <input
              id={of}
              type="text"
              autocomplete="off"
              placeholder={say('lab.compose.layersAll')}
              value={rule.value.layers ?? ''}
              onInput={(event) => changeRule({ layers: event.currentTarget.value.trim() || undefined })}
            />
          )}
        </Field>
        {(['finalNorm', 'embeddingNorm'] as const).map((name) => (
          <label class="check" key={name}>
            <input type="checkbox" checked={state.value[name]} onChange={(event) => change({ [name]: event.currentTarget.checked })} />
            <span>{say(`lab.compose.${name}`)}</span>
          </label>
        ))}
      </div>
    </>
  );
}

/** What stands somewhere, with what it is; and what could stand there besides. */
function Placed() {
  const norms = (Object.keys(normFields) as NormField[]).filter((field) => rule.value[field] !== undefined);
  const scales = (Object.keys(scaleFields) as ScaleField[]).filter((field) => rule.value[field] !== undefined);
  const more = (Object.keys(scaleFields) as ScaleField[]).filter((field) => rule.value[field] === undefined);
  const choices = [
    { value: '', text: say('lab.compose.modelsOwn') },
    ...normalizers.members.map((one) => ({ value: one.id, text: nameOf(one) })),
  ];
  return (
    <div class="placed">
      {norms.length + scales.length === 0 && <p class="note">{say('lab.compose.bare')}</p>}
      <div class="fields spread">
        {norms.map((field) => {
          const value = rule.value[field];
          return (
            <Field key={field} label={say(`lab.slot.${field}`)}>
              {(of) => (
                <Select
                  id={of}
                  value={typeof value === 'string' ? value : ''}
                  choices={choices}
                  onChange={(id) => changeRule({ [field]: id === '' ? true : id })}
                />
              )}
            </Field>
          );
        })}
        {scales.map((field) => (
          <Field key={field} label={say(`lab.slot.${field}`)}>
            {(of) => (
              <input
                id={of}
                type="text"
                class="formula"
                autocomplete="off"
                spellcheck={false}
                value={String(rule.value[field])}
                onInput={(event) => changeRule({ [field]: event.currentTarget.value.trim() || undefined })}
              />
            )}
          </Field>
        ))}
        <Field label={say('lab.compose.addScale')}>
          {(of) => (
            <Select
              id={of}
              value=""
              choices={[
                { value: '', text: say('lab.compose.choose') },
                ...more.map((value) => ({ value, text: say(`lab.slot.${value}`) })),
              ]}
              onChange={(field) => field && changeRule({ [field]: firstFormula[field as ScaleField] ?? '1' })}
            />
          )}
        </Field>
      </div>
    </div>
  );
}

/** A placement from a file, as `--arms ./mine.yaml` takes it. */
function OpenFile() {
  const refused = useSignal('');
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const found = fromFile(await file.text());
    refused.value = found ? '' : file.name;
    if (found) change(found);
  };
  return (
    <>
      <label class="file">
        <input
          type="file"
          accept=".yaml,.yml,.json"
          onChange={(event) => {
            void take(event.currentTarget.files?.[0]);
            // The same file again is a choice too.
            event.currentTarget.value = '';
          }}
        />
        <span>{say('lab.compose.open')}</span>
      </label>
      {refused.value !== '' && (
        <p class="problem" role="alert">
          {say('lab.compose.openRefused', { file: refused.value })}
        </p>
      )}
    </>
  );
}

function Outcome() {
  const copied = useSignal(false);
  const found = built.value;
  if ('key' in found)
    return (
      <p class="problem" role="alert">
        {sayTold(found)}
      </p>
    );
  const { model, added } = found;
  const arm = { ...newArm('pre'), placement: state.value };
  const spec = stringify(specOf(arm, config.value.shared, config.value.shared.seed));
  const send = (): void => {
    addArm(arm);
    open('race');
  };
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(spec);
    copied.value = true;
    setTimeout(() => (copied.value = false), 2000);
  };
  return (
    <section class="outcome" aria-label={say('lab.compose.result')}>
      <div>
        <h2>{say('lab.compose.equation')}</h2>
        <p class="equation large">{armEquation(model)}</p>
        <BlockDiagram svg={armDiagram(model)} />
        <p class="note">
          {added.total === 0
            ? say('lab.compose.noParameters')
            : say('lab.compose.parameters', { n: added.total, formula: added.formula, depth })}
        </p>
        <button type="button" class="primary" onClick={send}>
          {say('lab.compose.send')}
        </button>
      </div>
      <div>
        <h2>{say('lab.compose.spec')}</h2>
        <p class="hint">{say('lab.compose.specAbout')}</p>
        <pre tabIndex={0}>{spec}</pre>
        <button type="button" onClick={() => void copy()}>
          {say(copied.value ? 'lab.compose.copied' : 'lab.compose.copy')}
        </button>
        <OpenFile />
      </div>
    </section>
  );
}
