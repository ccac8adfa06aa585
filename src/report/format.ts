/** Numbers as the report writes them. */
import { shortNumber } from '../chart/scale.ts';
import { type Language, message } from '../core/message/index.ts';

export { list } from '../core/message/index.ts';

export const missing = '—';

const known = (value: number | null | undefined): value is number => value !== null && value !== undefined;
/** What rounds to nothing has no sign. */
const minus = (text: string): string => text.replace(/^-(?!0(\.0*)?$)/, '−').replace(/^-/, '');

/** A non-finite number is named, never hidden. */
function odd(value: number): string {
  return Number.isNaN(value) ? 'NaN' : `${value < 0 ? '−' : ''}∞`;
}

export function decimal(value: number | null | undefined, digits = 3): string {
  if (!known(value)) return missing;
  return Number.isFinite(value) ? minus(value.toFixed(digits)) : odd(value);
}

export function signed(value: number | null, digits = 3): string {
  const text = decimal(value, digits);
  return known(value) && value > 0 && /[1-9∞]/.test(text) ? `+${text}` : text;
}

export function interval(low: number | null, high: number | null, write: (value: number | null) => string = decimal): string {
  return known(low) && known(high) ? `[${write(low)}, ${write(high)}]` : missing;
}

/** Three significant digits. */
export function brief(value: number | null | undefined): string {
  if (!known(value)) return missing;
  return Number.isFinite(value) ? minus(shortNumber(value)) : odd(value);
}

/** Three significant digits, zeros kept: for norms and factors. */
export function sized(value: number | null | undefined): string {
  const size = Math.abs(value ?? Number.NaN);
  return known(value) && size >= 0.01 && size < 1000 ? minus(value.toPrecision(3)) : brief(value);
}

/** An interval that ends at 0 or 1 may miss it by the rounding of its formula. */
const hair = 1e-9;

/** What is not all is never written as 100%, what is not nothing never as 0%. */
export function percent(value: number | null): string {
  if (!known(value) || !Number.isFinite(value)) return missing;
  const whole = Math.round(value * 100);
  if (whole === 100 && value < 1 - hair) return '> 99%';
  return whole === 0 && value > hair ? '< 1%' : `${whole}%`;
}

export function pValue(value: number | null): string {
  if (!known(value)) return missing;
  return value < 0.001 ? '< 0.001' : decimal(value, 3);
}

export function count(value: number, language: Language): string {
  return new Intl.NumberFormat(language).format(value);
}

export function duration(seconds: number, language: Language): string {
  if (!Number.isFinite(seconds)) return missing;
  const whole = Math.round(seconds);
  if (whole < 60) return message(language, 'report.time.seconds', { s: seconds < 10 ? decimal(seconds, 1) : whole });
  if (whole < 3600) return message(language, 'report.time.minutes', { m: Math.floor(whole / 60), s: whole % 60 });
  const minutes = Math.round(whole / 60);
  return message(language, 'report.time.hours', { h: Math.floor(minutes / 60), m: minutes % 60 });
}

/** Sentences side by side: Chinese sets no space between them. */
export function paragraph(sentences: readonly (string | false)[], language: Language): string {
  return sentences.filter((sentence) => sentence !== false).join(language === 'zh' ? '' : ' ');
}

export const comma = (language: Language): string => (language === 'zh' ? '，' : ', ');
