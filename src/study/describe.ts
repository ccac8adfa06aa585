/** What an arm is, read off its plans. */

import { stackedDiagram } from '../chart/diagram.ts';
import { type Language, message } from '../core/message/index.ts';
import { modelDiagrams, streamsEquation } from '../model/diagram.ts';
import { type EquationConfig, modelEquation } from '../model/equation.ts';
import { normalizers } from '../model/normalizer/index.ts';

export const armEquation = modelEquation;

/** Different sublayers that are drawn; what lies beyond is in the equation. */
const mostDrawn = 4;

/** One picture with a row for each of the model's equations. */
export function armDiagram(model: EquationConfig): string {
  const rows = modelDiagrams(model).slice(0, mostDrawn);
  const streams = streamsEquation(model);
  const title = rows.map(({ text }) => text).join('; ');
  return stackedDiagram(
    rows.map(({ where, data }) => ({ label: where, data })),
    title,
    streams ? [streams] : [],
  );
}

/** Sentences a reader must see beside any number of this arm. */
export function armWarnings({ normalizer, architecture }: EquationConfig, language: Language): string[] {
  const { causal, title } = normalizers.get(normalizer.id);
  return causal || architecture === 'encoder' ? [] : [message(language, 'warning.causality', { normalizer: title[language] })];
}
