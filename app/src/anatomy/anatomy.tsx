/** A norm under the magnifying glass: numbers in, numbers out, and which of them belong to one statistic. */
import { useSignal } from '@preact/signals';
import { normalizers, textIn } from 'normlab/web';
import { shortNumber } from '../part/data-table.tsx';
import { type Fact, Facts } from '../part/facts.tsx';
import { Field, NumberInput, Select, Slider } from '../part/field.tsx';
import { language, nameOf, say, sayTold } from '../shell/say.ts';
import { type AnatomyState, answer, change, most, outputOf, selected, state } from './state.ts';

export default function Anatomy() {
  const now = state.value;
  const { normalizer, sequences, positions, features, eps } = now;
  const member = normalizers.get(normalizer);
  return (
    <>
      <div class="intro">
        <h1>{say('lab.anatomy.title')}</h1>
        <p class="lead">{say('lab.anatomy.lead')}</p>
      </div>
      <section class="panel" aria-label={say('lab.anatomy.settings')}>
        <div class="fields spread">
          <Field label={say('lab.field.normalizer')} wide>
            {(of) => (
              <Select
                id={of}
                value={normalizer}
                choices={normalizers.members.map((one) => ({ value: one.id, text: nameOf(one) }))}
                onChange={(id) => change({ normalizer: id, eps: normalizers.get(id).eps, weight: undefined, bias: undefined })}
              />
            )}
          </Field>
          {(['sequences', 'positions', 'features'] as const).map((name) => (
            <Field key={name} label={say(`lab.anatomy.${name}`)}>
              {(of) => (
                <NumberInput
                  id={of}
                  value={now[name]}
                  least={name === 'features' ? 2 : 1}
                  most={most[name]}
                  onChange={(value) => change({ [name]: value, weight: undefined, bias: undefined })}
                />
              )}
            </Field>
          ))}
          {member.epsAt !== 'none' && (
            <Field label={say('lab.anatomy.eps')}>
              {(of) => <NumberInput id={of} value={eps} least={0} most={1000} whole={false} onChange={(value) => change({ eps: value })} />}
            </Field>
          )}
        </div>
        <p class="equation">{textIn(member.equation, language.value)}</p>
        <p class="hint">{say('lab.anatomy.shape', { sequences, positions, features })}</p>
      </section>
      {'key' in answer.value ? <p class="problem">{sayTold(answer.value)}</p> : <Tensors />}
      <Terms />
    </>
  );
}

/** Which sequence and position a number belongs to. */
const tokenOf = (index: number, { features }: AnatomyState): number => Math.floor(index / features);

function Tensors() {
  const now = state.value;
  const found = answer.value;
  if ('key' in found) return null;
  const at = Math.min(selected.value, found.y.length - 1);
  const lit = new Set(found.reads[at]);
  const put = (index: number, value: number) => change({ x: now.x.map((old, i) => (i === index ? value : old)) });
  return (
    <>
      <div class="tensors">
        <Tensor title={say('lab.anatomy.before')} about={say('lab.anatomy.beforeAbout')}>
          {(index, name) => (
            <span class={lit.has(index) ? 'cell lit' : 'cell'}>
              <NumberInput
                label={`x ${name}`}
                value={now.x[index] as number}
                least={-1e6}
                most={1e6}
                whole={false}
                onChange={(value) => put(index, value)}
              />
            </span>
          )}
        </Tensor>
        <Tensor title={say('lab.anatomy.after')} about={say('lab.anatomy.afterAbout')}>
          {(index, name) => (
            <button
              type="button"
              class="cell out"
              aria-pressed={index === at}
              aria-label={`y ${name} ${(found.y[index] as number).toFixed(3)}`}
              onClick={() => (selected.value = index)}
              onPointerEnter={() => (selected.value = index)}
              onFocus={() => (selected.value = index)}
            >
              {(found.y[index] as number).toFixed(3)}
            </button>
          )}
        </Tensor>
      </div>
      <Statistic read={found.reads[at] ?? []} at={at} />
      <Stored stored={found.stored} />
      <Survival at={at} before={found.y} />
    </>
  );
}

interface TensorProps {
  readonly title: string;
  readonly about: string;
  readonly children: (index: number, name: string) => preact.ComponentChildren;
}

function Tensor({ title, about, children }: TensorProps) {
  const { sequences, positions, features } = state.value;
  const range = (length: number) => Array.from({ length }, (_, i) => i);
  return (
    <section class="tensor" aria-label={title}>
      <h2>{title}</h2>
      <p class="hint">{about}</p>
      {range(sequences).map((sequence) => (
        <table key={sequence}>
          <caption>{say('lab.anatomy.sequence', { n: sequence + 1 })}</caption>
          <tbody>
            {range(positions).map((position) => (
              <tr key={position}>
                <th scope="row">{say('lab.anatomy.token', { n: position + 1 })}</th>
                {range(features).map((feature) => {
                  const index = (sequence * positions + position) * features + feature;
                  return <td key={feature}>{children(index, `${sequence + 1}, ${position + 1}, ${feature + 1}`)}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </section>
  );
}

/** Mean and spread of the numbers that the chosen output reads. */
function Statistic({ read, at }: { readonly read: readonly number[]; readonly at: number }) {
  const now = state.value;
  const values = read.map((i) => now.x[i] as number);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const rms = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  const facts: readonly Fact[] = [
    [say('lab.anatomy.count'), String(values.length)],
    [say('lab.anatomy.mean'), shortNumber(mean)],
    [say('lab.anatomy.variance'), shortNumber(variance)],
    [say('lab.anatomy.spread'), shortNumber(Math.sqrt(variance + now.eps))],
    [say('lab.anatomy.rms'), shortNumber(rms)],
  ];
  return (
    <section class="panel" aria-live="polite">
      <h2>{say('lab.anatomy.statistic')}</h2>
      <p>
        {say(read.length === 1 ? 'lab.anatomy.alone' : 'lab.anatomy.reads', {
          n: read.length,
          token: (tokenOf(at, now) % now.positions) + 1,
        })}
      </p>
      <Facts facts={facts} />
    </section>
  );
}

/** γ and β, one a feature. */
function Stored({ stored }: { readonly stored: Readonly<Record<string, readonly number[]>> }) {
  const known = [
    { name: 'weight', sign: 'γ' },
    { name: 'bias', sign: 'β' },
  ] as const;
  const there = known.filter(({ name }) => stored[name]);
  if (there.length === 0) return <p class="note">{say('lab.anatomy.nothingStored')}</p>;
  return (
    <section class="panel">
      <h2>{say('lab.anatomy.stored')}</h2>
      <p class="hint">{say('lab.anatomy.storedAbout')}</p>
      {there.map(({ name, sign }) => (
        <div class="stored" key={name}>
          <span class="equation">{sign}</span>
          {(stored[name] as readonly number[]).map((value, i) => (
            <span class="cell" key={i}>
              <NumberInput
                label={`${sign} ${i + 1}`}
                value={value}
                least={-1000}
                most={1000}
                whole={false}
                onChange={(next) => change({ [name]: (stored[name] as readonly number[]).map((old, at) => (at === i ? next : old)) })}
              />
            </span>
          ))}
        </div>
      ))}
    </section>
  );
}

/** Scale and shift one token, and see what of it comes out. */
function Survival({ at, before }: { readonly at: number; readonly before: readonly number[] }) {
  const factor = useSignal(0);
  const shift = useSignal(0);
  const now = state.value;
  const token = tokenOf(at, now);
  const by = Number((10 ** factor.value).toPrecision(2));
  const x = now.x.map((value, i) => (tokenOf(i, now) === token ? value * by + shift.value : value));
  const after = outputOf(x) ?? before;
  const moved = before.map((value, i) => Math.abs(value - (after[i] as number)));
  const largest = (mine: boolean) => Math.max(0, ...moved.filter((_, i) => (tokenOf(i, now) === token) === mine));
  const [own, others] = [largest(true), largest(false)];
  const touched = by !== 1 || shift.value !== 0;
  const place = { sequence: Math.floor(token / now.positions) + 1, token: (token % now.positions) + 1 };
  return (
    <section class="panel">
      <h2>{say('lab.anatomy.survive')}</h2>
      <p class="hint">{say('lab.anatomy.surviveAbout', place)}</p>
      <Slider
        id="factor"
        label={say('lab.anatomy.factor')}
        least={-1}
        most={2}
        step={0.05}
        value={factor.value}
        shown={`× ${by}`}
        onChange={(value) => (factor.value = value)}
      />
      <Slider
        id="shift"
        label={say('lab.anatomy.shift')}
        least={-5}
        most={5}
        step={0.5}
        value={shift.value}
        shown={`${shift.value < 0 ? '−' : '+'} ${Math.abs(shift.value)}`}
        onChange={(value) => (shift.value = value)}
      />
      <p role="status">
        {touched
          ? say(own < 0.01 ? 'lab.anatomy.forgotten' : 'lab.anatomy.kept', { change: shortNumber(own) })
          : say('lab.anatomy.untouched')}{' '}
        {touched && others > 0.001 && say('lab.anatomy.others', { change: shortNumber(others) })}
      </p>
    </section>
  );
}

const terms = ['residual', 'identity', 'placement', 'exploding', 'vanishing', 'warmup'] as const;

function Terms() {
  return (
    <section class="terms">
      <h2>{say('lab.terms')}</h2>
      <dl>
        {terms.map((term) => (
          <div key={term}>
            <dt>{say(`lab.term.${term}`)}</dt>
            <dd>{say(`lab.term.${term}About`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
