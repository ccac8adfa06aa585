/** One explanation for each family that can be explained. */
import { type Language, textIn } from '../core/message/index.ts';
import { attentionNorms } from '../model/attention-norm/index.ts';
import { modelEquation } from '../model/equation.ts';
import { inits } from '../model/init/index.ts';
import { normalizers } from '../model/normalizer/index.ts';
import { placements } from '../model/placement/index.ts';
import { pre } from '../model/placement/pre.ts';
import type { Choice } from '../model/types.ts';
import { parseRun } from '../spec/parse.ts';
import { presets } from '../spec/preset/index.ts';
import type { Run } from '../spec/run.ts';
import { initConstants } from './constants.ts';
import { attentionNormModel, modelFor, type Shape } from './model.ts';
import { optionsOf } from './option.ts';
import { explainPlacement } from './placement.ts';
import { presetsWith } from './presets-with.ts';
import type { SubjectFamily } from './subject.ts';
import type { Explanation } from './types.ts';

type Explain = (choice: Choice, shape: Shape, language: Language) => Explanation;

const explainers: Readonly<Record<SubjectFamily, Explain>> = {
  placement: explainPlacement,
  normalizer: ({ id }, _shape, language) => {
    const normalizer = normalizers.get(id);
    const { title, symbol, paper, eps, epsAt, axes, causal, trainEvalDiffers, invariant, about } = normalizer;
    return {
      id,
      family: 'normalizer',
      title,
      paper,
      symbol,
      equation: textIn(normalizer.equation, language),
      eps,
      epsAt,
      axes: [...axes],
      causal,
      trainEvalDiffers,
      invariant,
      options: optionsOf(normalizer.options, language),
      claim: about?.claim[language] ?? null,
      traps: about?.traps[language] ?? null,
      differs: about?.differs?.[language] ?? null,
      presets: presetsWith('normalizer', id),
    };
  },
  init: ({ id }, shape, language) => {
    const init = inits.get(id);
    return {
      id,
      family: 'init',
      title: init.title,
      paper: init.paper,
      rule: init.rule[language],
      about: init.about?.[language] ?? null,
      differs: init.differs?.[language] ?? null,
      depth: shape.depth,
      constants: initConstants(id, modelFor({ id: pre.id }, shape)),
      measured: init.profile !== undefined,
      options: optionsOf(init.options, language),
      placements: placements.members.filter((placement) => placement.init === id).map((placement) => placement.id),
      presets: presetsWith('init', id),
    };
  },
  'attention-norm': (choice, shape, language) => {
    const attentionNorm = attentionNorms.get(choice.id);
    return {
      id: choice.id,
      family: 'attention-norm',
      title: attentionNorm.title,
      paper: attentionNorm.paper,
      equation: modelEquation(attentionNormModel(choice, shape)),
      about: attentionNorm.about?.[language] ?? null,
      options: optionsOf(attentionNorm.options, language),
      presets: presetsWith('attentionNorm', choice.id),
    };
  },
  preset: ({ id }, _shape, language) => {
    const { title, paper, model, differs } = presets.get(id);
    return { id, family: 'preset', title, paper, model, equation: modelEquation(presetModel(id)), differs: differs[language] };
  },
};

/** @throws UserError when what is asked for does not fit the shape. */
export const explain = (family: SubjectFamily, choice: Choice, shape: Shape, language: Language): Explanation =>
  explainers[family](choice, shape, language);

/** The model of a preset, its shape as a run has it that says no more. */
export const presetModel = (id: string): Run['model'] => parseRun({ model: { preset: id } }).model;
