/** What an arm is, read off its plans. */

import { stackedDiagram } from '../chart/diagram.ts';
import { type Language, list, message } from '../core/message/index.ts';
import { modelDiagrams, streamsEquation } from '../model/diagram.ts';
import { type EquationConfig, modelEquation } from '../model/equation.ts';
import { normalizers } from '../model/normalizer/index.ts';
import { alikeHere } from '../model/placement/alike.ts';
import { placements } from '../model/placement/index.ts';
import { type StudyPlan, typicalRun } from './plan.ts';
import { sameArms } from './same-arms.ts';

export const armEquation = modelEquation;

/** Different sublayers that are drawn; what lies beyond is in the equation. */
const mostDrawn = 4;

/** One picture with a row for each of the model's equations. */
export function armDiagram(model: EquationConfig): string {
  const rows = modelDiagrams(model).slice(0, mostDrawn);
  const streams = streamsEquation(model, 'en');
  const title = rows.map(({ text }) => text).join('; ');
  return stackedDiagram(
    rows.map(({ where, data }) => ({ label: where, data })),
    title,
    streams ? [streams] : [],
  );
}

/** Sentences a reader must see beside any number of this model. */
export function armWarnings(model: EquationConfig, language: Language): string[] {
  const { normalizer, architecture, placement, nLayers } = model;
  const { causal, title } = normalizers.get(normalizer.id);
  const other = alikeHere(model);
  return [
    ...(causal || architecture === 'encoder' ? [] : [message(language, 'warning.causality', { normalizer: title[language] })]),
    ...(other === undefined ? [] : [message(language, 'warning.alike', { placement: memberText(placement), other, depth: nLayers })]),
  ];
}

/** The same for each arm of a study, where arms may be one model. */
export function studyWarnings(plan: StudyPlan, language: Language): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...sameArms(plan)].map(([arm, same]) => [
      arm,
      [
        ...armWarnings(typicalRun(plan, arm).model, language),
        ...(same.length > 0
          ? [
              message(language, 'warning.sameArm', {
                arms: list(
                  plan.arms.filter((id) => id === arm || same.includes(id)),
                  language,
                ),
              }),
            ]
          : []),
      ],
    ]),
  );
}

/** A placement as an arm names it: options that are not the default behind the id. */
function memberText({ id, ...given }: EquationConfig['placement']): string {
  const { options } = placements.get(id);
  const changed = Object.entries(options).filter(([name, spec]) => (given[name] ?? spec.default) !== spec.default);
  return [id, ...changed.map(([name]) => `${name}=${given[name]}`)].join(':');
}
