/** A label with its control below it, and the controls. */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly wide?: boolean;
  readonly children: (id: string) => ComponentChildren;
}

export function Field({ label, hint, wide, children }: FieldProps) {
  const id = useId();
  return (
    <div class={wide ? 'field wide' : 'field'}>
      <label for={id}>{label}</label>
      {children(id)}
      {hint && <p class="hint">{hint}</p>}
    </div>
  );
}

export interface Choice {
  readonly value: string;
  readonly text: string;
}

interface SelectProps {
  readonly id?: string;
  readonly label?: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string) => void;
  readonly class?: string;
}

export const Select = ({ id, label, value, choices, onChange, class: kind }: SelectProps) => (
  <span class={`select ${kind ?? ''}`}>
    <select id={id} aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.text}
        </option>
      ))}
    </select>
  </span>
);

interface NumberProps {
  readonly id?: string;
  readonly label?: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly least: number;
  readonly most: number;
  readonly whole?: boolean;
}

/** Takes effect when it holds a number that fits; what does not is marked and kept to itself. */
export function NumberInput({ id, label, value, onChange, least, most, whole = true }: NumberProps) {
  const [draft, setDraft] = useState(String(value));
  useEffect(() => setDraft((kept) => (Number(kept) === value ? kept : String(value))), [value]);
  const fits = (text: string): boolean => {
    const number = Number(text);
    return text.trim() !== '' && Number.isFinite(number) && number >= least && number <= most && (!whole || Number.isInteger(number));
  };
  return (
    <input
      id={id}
      aria-label={label}
      type="text"
      inputMode={whole ? 'numeric' : 'decimal'}
      autocomplete="off"
      spellcheck={false}
      value={draft}
      aria-invalid={!fits(draft)}
      onInput={(event) => {
        const text = event.currentTarget.value;
        setDraft(text);
        if (fits(text)) onChange(Number(text));
      }}
      onBlur={() => setDraft(String(value))}
    />
  );
}

interface SliderProps {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly step?: number;
  /** What stands behind it; the value when left out. */
  readonly shown?: string;
  readonly onChange: (value: number) => void;
  readonly children?: ComponentChildren;
}

export const Slider = ({ id, label, value, least, most, step = 1, shown, onChange, children }: SliderProps) => (
  <div class="pointer">
    <label for={id}>{label}</label>
    <input
      id={id}
      type="range"
      min={least}
      max={most}
      step={step}
      value={value}
      onInput={(event) => onChange(Number(event.currentTarget.value))}
    />
    <output for={id}>{shown ?? value}</output>
    {children}
  </div>
);

interface SegmentedProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string) => void;
}

/** A few choices side by side. */
export function Segmented({ label, value, choices, onChange }: SegmentedProps) {
  const name = useId();
  return (
    <fieldset class="segmented">
      <legend class="unseen">{label}</legend>
      {choices.map((choice) => (
        <label key={choice.value}>
          <input type="radio" name={name} value={choice.value} checked={choice.value === value} onChange={() => onChange(choice.value)} />
          <span>{choice.text}</span>
        </label>
      ))}
    </fieldset>
  );
}
