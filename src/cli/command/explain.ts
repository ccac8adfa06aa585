import { resolve } from 'node:path';
import { UserError } from '../../core/errors.ts';
import { type Language, message } from '../../core/message/index.ts';
import { explain, presetModel } from '../../explain/explain.ts';
import { attentionNormModel, defaultShape, modelFor, modelOf, type Shape } from '../../explain/model.ts';
import { svgPicture, textPicture } from '../../explain/picture.ts';
import { findSubject, isFamilyName, type Subject } from '../../explain/subject.ts';
import { explanationText } from '../../explain/text.ts';
import type { Explanation } from '../../explain/types.ts';
import { explainModel } from '../../explain/whole-model.ts';
import { attentionNorms } from '../../model/attention-norm/index.ts';
import type { EquationConfig } from '../../model/equation.ts';
import { placements } from '../../model/placement/index.ts';
import type { Choice } from '../../model/types.ts';
import type { RunInput } from '../../spec/schema.ts';
import { writeWhole } from '../../store/files.node.ts';
import { armModel, type ModelInput } from '../../study/arm.ts';
import { isSpecFile, readArmWord, readSpec } from '../../study/arm-file.node.ts';
import { asMember } from '../../study/arm-text.ts';
import { readChoice } from '../../study/choice-text.ts';
import { modelOfSpec } from '../../study/model-of-spec.node.ts';
import { taskFor } from '../../task/index.ts';
import { declareJson, putJson } from '../json-flag.ts';
import { declareFlags, declareLanguage, defined, type SharedFlags } from '../shared-flags.ts';
import { terminalWidth } from '../terminal.ts';
import type { CliCommand } from '../types.ts';

/** The normalizer as a spec writes it. */
type ShapeFlags = Pick<SharedFlags, 'depth' | 'width' | 'heads' | 'architecture'> & { readonly normalizer?: Choice };

interface ExplainFlags extends SharedFlags {
  readonly svg?: string;
}

export const command: CliCommand = {
  declare: (command, language) => {
    command.argument('[id]', message(language, 'cli.argument.explain'));
    declareFlags(command, language, ['depth', 'width', 'heads', 'architecture', 'normalizer'], {
      architecture: 'cli.flag.explainArchitecture',
    });
    command.option('--svg <file>', message(language, 'cli.flag.svg'));
    declareJson(command, language);
    declareLanguage(command, language);
  },
  run: async ([given], flags, { language }) => {
    if (given === undefined) throw new UserError('error.explainMissing');
    run(String(given), flags as ExplainFlags, language);
  },
};

interface Explained {
  readonly explanation: Explanation;
  /** Of which there is a diagram. */
  readonly drawn?: EquationConfig;
  /** What else the word may mean. */
  readonly others: readonly string[];
}

function run(given: string, { json, svg, depth, width, heads, architecture, normalizer }: ExplainFlags, language: Language): void {
  const flags: ShapeFlags = { depth, width, heads, architecture, normalizer: normalizer && asMember(normalizer) };
  const { explanation, drawn, others } = isModel(given) ? explainedModel(given, flags, language) : explainedMember(given, flags, language);
  if (svg !== undefined && !drawn) throw new UserError('error.noDiagram', { family: explanation.family, id: explanation.id });
  const drawing = svg !== undefined && drawn ? writeSvg(svg, svgPicture(drawn, language)) : undefined;
  const told = putJson(json, () => explanation, language);
  if (told) {
    const picture = drawn ? textPicture(drawn, language) : '';
    console.log(explanationText(explanation, { language, width: terminalWidth(), picture, others }));
  }
  if (drawing) (told ? console.log : console.error)(message(language, 'cli.svg', { file: drawing }));
}

/** A file, or an arm of more than one word; families stand before a / too. */
const isModel = (given: string): boolean => isSpecFile(given) || (/[/+]/.test(given) && !isFamilyName(given.split('/')[0] as string));

/** A spec file has sizes of its own; flags stand above them. */
function explainedModel(given: string, flags: ShapeFlags, language: Language): Explained {
  const spec = isSpecFile(given) ? readSpec(given) : { model: armModel({}, readArmWord(given, language, 'explain')) };
  const { depth, width, heads, architecture, normalizer } = flags;
  const sizes = { nLayers: depth, dModel: width, nHeads: heads, architecture, normalizer } as Partial<ModelInput>;
  const usual = { nLayers: defaultShape.depth, dModel: defaultShape.width, nHeads: defaultShape.heads };
  const model = { ...(Object.keys(spec).length === 1 && usual), ...spec.model, ...defined(sizes) };
  const task = taskFor(architecture ?? spec.model.architecture ?? defaultShape.architecture).id as RunInput['task'];
  // What data asks of a model is known where there are data.
  const drawn = spec.task === undefined ? modelOf({ ...spec, task, model }) : modelOfSpec({ ...spec, model }, language);
  return { explanation: explainModel(given, drawn, language), drawn, others: [] };
}

function explainedMember(given: string, flags: ShapeFlags, language: Language): Explained {
  const subject = findSubject(given.split(':')[0] as string);
  const choice = subjectChoice(subject, given, language);
  const shape: Shape = { ...defaultShape, ...defined(flags) };
  return {
    explanation: explain(subject.family, choice, shape, language),
    drawn: pictured[subject.family]?.(choice, shape),
    others: subject.others,
  };
}

/** Families whose members have a diagram, and of which model. */
const pictured: Partial<Readonly<Record<Subject['family'], (choice: Choice, shape: Shape) => EquationConfig>>> = {
  placement: modelFor,
  'attention-norm': attentionNormModel,
  preset: ({ id }) => presetModel(id),
};

/** Families whose members take options behind their id. */
const optioned = { placement: placements, 'attention-norm': attentionNorms };

function subjectChoice({ family, id }: Subject, given: string, language: Language): Choice {
  const options = given.split(':').slice(1);
  if (options.length === 0) return { id };
  if (family === 'placement') return asMember(readChoice(optioned.placement, 'explain', [id, ...options].join(':'), language));
  if (family === 'attention-norm') return asMember(readChoice(optioned['attention-norm'], 'explain', [id, ...options].join(':'), language));
  throw new UserError('error.explainOptions', { family, id });
}

function writeSvg(file: string, svg: string): string {
  const path = resolve(file);
  writeWhole(path, svg);
  return path;
}
