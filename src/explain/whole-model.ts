/** All that can be said about a model before training: of a spec, or of an arm. */
import type { Language } from '../core/message/index.ts';
import { aroundEquations } from '../model/around.ts';
import { streamsEquation } from '../model/diagram.ts';
import { equations, modelEquation } from '../model/equation.ts';
import { inits } from '../model/init/index.ts';
import { lettersOf } from '../model/letters.ts';
import { normalizers } from '../model/normalizer/index.ts';
import { placesOf } from '../model/place.ts';
import { readPlacement } from '../model/placement/read.ts';
import type { Frame } from '../model/placement/types.ts';
import type { ModelConfig } from '../model/types.ts';
import { armWarnings } from '../study/describe.ts';
import { choiceText } from './choice-text.ts';
import { constantsOf } from './constants.ts';
import { listedParameters } from './parameters.ts';
import { learnedOf } from './placement.ts';
import type { ExplanationOf } from './types.ts';

/** Members the equation and its letters do not show, and sizes. */
const told = [
  'architecture',
  'attentionNorm',
  'activation',
  'position',
  'nLayers',
  'nEncoderLayers',
  'nHeads',
  'nKvHeads',
  'dModel',
  'dFf',
  'seqLen',
  'bias',
  'dropout',
  'layerDrop',
  'labelSmoothing',
  'tiedHead',
  'embeddingScale',
] as const satisfies readonly (keyof ModelConfig)[];

/** @param id as it was asked for: a file, or an arm. */
export function explainModel(id: string, config: ModelConfig, language: Language): ExplanationOf<'model'> {
  const { placement, frame } = readPlacement(config);
  const { normalizer, init } = config;
  const { symbol, equation, epsAt } = normalizers.get(normalizer.id);
  const fields = told.filter((field) => config[field] !== undefined && (field !== 'nEncoderLayers' || config.sourceLen > 0));
  return {
    id,
    family: 'model',
    title: placement.title,
    placement: placementText(config.placement),
    equation: modelEquation(config),
    equations: equations(config).map((line) => ({ where: line.where, text: line.text, letters: lettersOf(line) })),
    around: aroundEquations(config),
    constants: constantsOf(config, config.init.id),
    learned: learnedOf(config),
    normalizer: {
      choice: choiceText(normalizer),
      symbol,
      equation: typeof equation === 'string' ? equation : equation[language],
      eps: epsAt === 'none' ? null : (normalizer.eps ?? null),
    },
    finalNorm: ofStacks(config, ({ finalNorm }) => finalNorm),
    embeddingNorm: ofStacks(config, ({ embeddingNorm }) => embeddingNorm !== undefined),
    residual: frame.residual?.id ?? 'plain',
    streams: streamsEquation(config, language),
    init: { choice: choiceText(init), rule: inits.get(init.id).rule[language] },
    model: Object.fromEntries(fields.map((field) => [field, choiceText(config[field])])),
    parameters: listedParameters(config),
    warnings: armWarnings(config, language),
  };
}

/** One answer, or one for each stack where they differ. */
function ofStacks(config: ModelConfig, has: (frame: Frame) => boolean): boolean | Record<string, boolean> {
  const { frameOf } = readPlacement(config);
  const stacks = [...new Set(placesOf(config).map(({ stack }) => stack))].map((stack) => [stack, has(frameOf(stack))] as const);
  const [[, first] = ['', false]] = stacks;
  return stacks.every(([, own]) => own === first) ? first : Object.fromEntries(stacks);
}

/** Rules are many, and are what the equations say. */
const placementText = ({ rules, ...choice }: ModelConfig['placement']): string => choiceText(choice);
