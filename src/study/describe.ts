/** What an arm is, read off its plans. */

import { sublayerDiagram } from '../chart/diagram.ts';
import { type Language, message } from '../core/message/index.ts';
import { diagram } from '../model/diagram.ts';
import { type EquationConfig, equations, modelEquation } from '../model/equation.ts';
import { normalizers } from '../model/normalizer/index.ts';
import { readPlacement } from '../model/placement/read.ts';
import type { Place } from '../model/types.ts';

export const armEquation = modelEquation;

/** Different sublayers that are drawn; what lies beyond is in the equation. */
const mostDrawn = 4;

/** One diagram for each of the model's equations. */
export function armDiagram(model: EquationConfig): string {
  const { plan } = readPlacement(model);
  const lines = equations(model).slice(0, mostDrawn);
  const label = (where: string) => (lines.length > 1 && where ? `F ${where}` : 'F');
  return lines
    .map(({ places, where, text }) => sublayerDiagram(diagram(plan(places[0] as Place), model.normalizer.id, label(where)), text))
    .join('');
}

/** Sentences a reader must see beside any number of this arm. */
export function armWarnings({ normalizer, architecture }: EquationConfig, language: Language): string[] {
  const { causal, title } = normalizers.get(normalizer.id);
  return causal || architecture === 'encoder' ? [] : [message(language, 'warning.causality', { normalizer: title[language] })];
}
