/** Element functions as C, on vectors and on single floats. */
import type { ElementFunction } from '../../../graph/lowering.ts';

export interface Code {
  readonly text: string;
  readonly vector: boolean;
}

/** A float literal that is read back as the same bits. */
export function literal(x: number): string {
  const rounded = Math.fround(x);
  if (Number.isNaN(rounded)) return '__builtin_nanf("")';
  if (!Number.isFinite(rounded)) return rounded > 0 ? '__builtin_inff()' : '(-__builtin_inff())';
  const text = String(rounded);
  const digits = /[.e]/.test(text) ? text : `${text}.0`;
  return rounded < 0 || Object.is(rounded, -0) ? `(${digits === '0.0' ? '-0.0' : digits}f)` : `${digits}f`;
}

export const lifted = ({ text, vector }: Code): string => (vector ? text : `nl_set(${text})`);

const infix =
  (sign: string) =>
  ([a, b]: readonly Code[]): Code => ({ text: `(${a?.text} ${sign} ${b?.text})`, vector: Boolean(a?.vector || b?.vector) });

/** A function of the runtime, which knows vectors only: of single floats the first lane is taken. */
const call =
  (name: string) =>
  (args: readonly Code[]): Code => {
    const text = `${name}(${args.map(lifted).join(', ')})`;
    return args.some(({ vector }) => vector) ? { text, vector: true } : { text: `${text}[0]`, vector: false };
  };

/** How each function is written. */
export const element: Readonly<Record<ElementFunction, (args: readonly Code[]) => Code>> = {
  abs: call('nl_abs'),
  add: infix('+'),
  atan: call('nl_atan'),
  copy: ([a]) => a as Code,
  div: infix('/'),
  equal: call('nl_equal'),
  erf: call('nl_erf'),
  exp: call('nl_exp'),
  greater: call('nl_greater'),
  log: call('nl_log'),
  minimum: call('nl_minimum'),
  mul: infix('*'),
  neg: ([a]) => ({ text: `(-${a?.text})`, vector: Boolean(a?.vector) }),
  relu: call('nl_relu'),
  sqrt: call('nl_sqrt'),
  sub: infix('-'),
  tanh: call('nl_tanh'),
};
