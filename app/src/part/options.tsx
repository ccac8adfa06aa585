/** Controls for whatever options a member of a family declares. */
import { type OptionSpec, type OptionSpecs, optionsOf } from 'normlab/web';
import { language, say } from '../shell/say.ts';
import { Field, NumberInput, Select } from './field.tsx';

interface Props {
  readonly member: { readonly id: string; readonly options: OptionSpecs };
  readonly given: Readonly<Record<string, unknown>>;
  readonly onChange: (name: string, value: unknown) => void;
}

export const OptionFields = ({ member, given, onChange }: Props) => (
  <>
    {optionsOf(member.options, language.value).map(({ name, about, default: initial }) => (
      <Field key={name} label={name} hint={about}>
        {(id) => (
          <Control
            id={id}
            spec={member.options[name] as OptionSpec}
            value={given[name] ?? initial}
            onChange={(value) => onChange(name, value)}
          />
        )}
      </Field>
    ))}
  </>
);

interface ControlProps {
  readonly id: string;
  readonly spec: OptionSpec;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

function Control({ id, spec, value, onChange }: ControlProps) {
  if (spec.kind === 'number') {
    const { min = -1e9, max = 1e9, integer = false } = spec;
    return <NumberInput id={id} value={Number(value)} least={min} most={max} whole={integer} onChange={onChange} />;
  }
  if (spec.kind === 'choice')
    return <Select id={id} value={String(value)} choices={spec.choices.map((text) => ({ value: text, text }))} onChange={onChange} />;
  const choices = [true, false].map((on) => ({ value: String(on), text: say(on ? 'lab.on' : 'lab.off') }));
  return <Select id={id} value={String(value)} choices={choices} onChange={(text) => onChange(text === 'true')} />;
}
