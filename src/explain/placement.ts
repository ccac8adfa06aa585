/** Everything there is to say about a placement at one shape of network. */
import type { Language, Localized } from '../core/message/index.ts';
import { optionValues } from '../core/options.ts';
import { aroundEquations } from '../model/around.ts';
import { streamsEquation } from '../model/diagram.ts';
import { equations, modelEquation } from '../model/equation.ts';
import { inits } from '../model/init/index.ts';
import { lettersOf } from '../model/letters.ts';
import { placesOf } from '../model/place.ts';
import { readPlacement } from '../model/placement/read.ts';
import { type Placement, scaleFields } from '../model/placement/types.ts';
import { learnedIn } from '../model/scale/learned.ts';
import type { Learned, Scale } from '../model/scale/types.ts';
import type { Choice, ModelConfig } from '../model/types.ts';
import { constantsOf } from './constants.ts';
import { modelFor, type Shape } from './model.ts';
import { optionsOf } from './option.ts';
import { addedParameters } from './parameters.ts';
import { presetsWith } from './presets-with.ts';
import type { ExplanationOf } from './types.ts';

/** @throws UserError when the placement does not fit the shape. */
export function explainPlacement(choice: Choice, shape: Shape, language: Language): ExplanationOf<'placement'> {
  const config = modelFor(choice, shape);
  const { placement, frame } = readPlacement(config);
  const { id, title, paper, init, about } = placement;
  const options = optionValues(placement.options, config.placement);
  const inLanguage = (texts: readonly Localized[] = []) => texts.map((text) => text[language]);
  const added = addedParameters(config);
  return {
    id,
    family: 'placement',
    title,
    paper,
    depth: config.nLayers,
    width: config.dModel,
    heads: config.nHeads,
    architecture: config.architecture,
    normalizer: config.normalizer.id,
    options,
    optionsAbout: optionsOf(placement.options, language),
    equation: modelEquation(config),
    equations: equations(config).map((line) => ({ where: line.where, text: line.text, letters: lettersOf(line) })),
    around: aroundEquations(config),
    constants: constantsOf(config, init),
    learned: learnedOf(config),
    finalNorm: frame.finalNorm,
    embeddingNorm: frame.embeddingNorm !== undefined,
    residual: frame.residual?.id ?? 'plain',
    streams: streamsEquation(config, language),
    crossAttention: !placement.noCross,
    parametersAdded: added.total,
    parametersFormula: added.formula,
    init: init === undefined ? null : { id: init, rule: inits.get(init).rule[language] },
    claim: about?.claim[language] ?? null,
    failure: about?.failure[language] ?? null,
    differs: about?.differs?.[language] ?? null,
    limits: inLanguage(about?.limits),
    synonyms: inLanguage(about?.synonyms),
    presets: presetsWith('placement', id),
    arm: armOf(placement, options),
  };
}

/** A placement as an arm: options that are not the default, and the initialisation it is coupled with; one that people write has a file. */
function armOf({ id, options: specs, init, written }: Placement, options: Readonly<Record<string, unknown>>): string {
  if (written) return './mine.yaml';
  const changed = Object.entries(specs).filter(([name, { default: usual }]) => options[name] !== usual);
  return `${id}${changed.map(([name]) => `:${name}=${options[name]}`).join('')}${init ? `+${init}` : ''}`;
}

/** Every learnable value of the plans, once. */
export function learnedOf(config: ModelConfig): Pick<Learned, 'name' | 'shape' | 'initial' | 'shared'>[] {
  const { plan } = readPlacement(config);
  const scales = placesOf(config).flatMap((place) => {
    const own = plan(place);
    return (Object.keys(scaleFields) as (keyof typeof scaleFields)[]).map((field) => own[field] as Scale | undefined);
  });
  const all = [...scales, readPlacement(config).frame.logitScale].flatMap(learnedIn);
  const told = all.map(({ name, shape, initial, shared }) => ({ name, shape, initial, shared }));
  return [...new Map(told.map((value) => [JSON.stringify(value), value])).values()];
}
