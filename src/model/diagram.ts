/** The block diagram of a sublayer as data, read off its plan; drawing it is the chart's work. */
import type { Language } from '../core/message/index.ts';
import { type EquationConfig, equations, insideNotes, letters, type Printed, symbolOf } from './equation.ts';
import { lettersOf } from './letters.ts';
import { readPlacement } from './placement/read.ts';
import type { NormField, Origin, ScaleField } from './placement/types.ts';
import { ruleOf } from './residual/index.ts';
import { plain } from './residual/plain.ts';
import { printScale } from './scale/print.ts';
import type { Formula } from './scale/types.ts';

export interface DiagramBox {
  readonly kind: 'norm' | 'branch' | 'scale';
  readonly label: string;
  /** What is changed inside it, a line each. */
  readonly notes?: readonly string[];
}

/** Boxes in the direction of the data: before the fork, along the branch, along the identity, after the add. */
export interface SublayerDiagram {
  readonly entry: readonly DiagramBox[];
  readonly branch: readonly DiagramBox[];
  readonly identity: readonly DiagramBox[];
  readonly exit: readonly DiagramBox[];
  /** What the branch reads, and what the sum keeps: the stream x, or x₀, the stream as it entered the block. */
  readonly reads: string;
  readonly keeps: readonly string[];
  /** What letters in the boxes stand for. */
  readonly legend: readonly string[];
}

/** Formulas beyond this are drawn as a letter. */
const longest = 11;

const names: Readonly<Record<Origin, string>> = { stream: 'x', block: 'x₀' };

/** One sublayer; what its branch computes is called `branchLabel`. */
export function diagram(plan: Printed, normalizer: string, branchLabel: string, rotation?: string): SublayerDiagram {
  const norm = (field: NormField): DiagramBox[] => {
    const site = plan[field];
    return site ? [{ kind: 'norm', label: symbolOf(normalizer, site, field) }] : [];
  };
  const scale = (field: ScaleField, sign = '×'): DiagramBox[] => {
    const value = plan[field];
    return value === undefined || (value === 1 && sign === '×') ? [] : [{ kind: 'scale', label: `${sign} ${short(field, value)}` }];
  };
  const last: DiagramBox[] = plan.inner || plan.innerShift !== undefined ? [{ kind: 'branch', label: 'W' }] : [];
  return {
    entry: norm('entry'),
    branch: [
      ...scale('readScale'),
      ...norm('input'),
      ...scale('inputScale'),
      ...scale('inputShift', '+'),
      { kind: 'branch', label: branchLabel, notes: insideNotes(plan, normalizer, short, rotation) },
      ...norm('inner'),
      ...scale('innerShift', '+'),
      ...last,
      ...norm('output'),
      ...scale('branchScale'),
    ],
    identity: scale('streamScale'),
    exit: [...scale('sumScale'), ...norm('exit')],
    reads: names[plan.from ?? 'stream'],
    keeps: (plan.identity ?? ['stream']).map((origin) => names[origin]),
    legend: legend(plan),
  };
}

export interface ModelDiagram {
  /** Whom it is for, as the equation says it. */
  readonly where: string;
  readonly text: string;
  readonly data: SublayerDiagram;
}

/** One diagram for each of the model's equations. */
export const modelDiagrams = (config: EquationConfig): ModelDiagram[] =>
  equations(config).map((line) => {
    const data = diagram(line.plan, config.normalizer.id, 'F', line.rotation);
    const varying = Object.entries(lettersOf(line)).map(([letter, values]) => `${letter} = ${values}`);
    return { where: line.where, text: line.text, data: { ...data, legend: [...varying, ...data.legend] } };
  });

/** How several streams are joined, which no diagram of one sublayer shows; '' for one stream. */
export function streamsEquation(config: EquationConfig, language: Language): string {
  const { rule, options } = ruleOf(readPlacement(config).frame.residual);
  return rule.id === plain.id ? '' : rule.equation(options)[language];
}

/** Three digits of a number, a short formula as it is, else its letter. */
function short(field: ScaleField, value: Formula): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(3))).replace('-', '−');
  const text = printScale(value);
  return isLong(text) ? letters[field] : text;
}

const isLong = (text: string): boolean => text.length > longest;

function legend(plan: Printed): string[] {
  const drawn = (Object.keys(letters) as ScaleField[]).flatMap((field) => {
    const value = plan[field];
    const text = value === undefined || typeof value === 'number' ? '' : printScale(value);
    return isLong(text) ? [`${letters[field]} = ${text}`] : [];
  });
  // The factor counts forward only: its gradient passes as if it were 1.
  const c = plan.sumScale === undefined ? '' : short('sumScale', plan.sumScale);
  return plan.sumDetached ? [...drawn, `× ${c}: y ↦ y + (${c} − 1)·sg(y)`] : drawn;
}
