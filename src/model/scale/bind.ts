/** A formula at one place of the network. */
import type { Place } from '../types.ts';
import { call } from './build.ts';
import type { Formula, Scale } from './types.ts';

interface VariableSpec {
  readonly about: string;
  at(place: Place): number;
}

/** Names a formula may use. */
export const variables: Readonly<Record<string, VariableSpec>> = {
  layer: { about: 'block, from 1', at: ({ layer }) => layer + 1 },
  depth: { about: 'blocks of this stack', at: ({ depth }) => depth },
  sublayer: { about: 'sublayer, from 1', at: ({ index }) => index + 1 },
  sublayers: { about: 'sublayers of this stack', at: ({ count }) => count },
  width: { about: 'features of the stream', at: ({ dModel }) => dModel },
  head: { about: 'features of a head', at: ({ dHead }) => dHead },
};

export function bind(formula: Formula, place: Place): Scale {
  if (typeof formula === 'number') return formula;
  if (formula.kind === 'variable') return variableAt(formula.name, place);
  if (formula.kind !== 'call') return formula;
  return call(formula.f, ...formula.arguments.map((argument) => bind(argument, place)));
}

function variableAt(name: string, place: Place): number {
  const found = variables[name];
  if (!found) throw new Error(`a formula knows no variable "${name}"`);
  return found.at(place);
}
