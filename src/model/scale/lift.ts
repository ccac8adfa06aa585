/** Numbers of a scale that are fed instead of written into the program. */
import type { Scale } from './types.ts';

export interface Lifted {
  readonly scale: Scale;
  readonly values: Readonly<Record<string, number>>;
}

/** Every number in a scale as an input called after `name`; exponents stay numbers. */
export function lift(scale: Scale, name: string): Lifted {
  if (typeof scale === 'number') return { scale: { kind: 'given', name }, values: { [name]: scale } };
  if (scale.kind !== 'call') return { scale, values: {} };
  const parts = scale.arguments.map((argument, i) =>
    scale.f === 'pow' && i === 1 ? { scale: argument, values: {} } : lift(argument, `${name}.${i}`),
  );
  return {
    scale: { ...scale, arguments: parts.map((part) => part.scale) },
    values: Object.assign({}, ...parts.map((part) => part.values)) as Record<string, number>,
  };
}
