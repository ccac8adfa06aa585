/** What an arm is, read off its plan. */

import { sublayerDiagram } from '../chart/diagram.ts';
import { type Language, message } from '../core/message/index.ts';
import { diagram } from '../model/diagram.ts';
import { equation } from '../model/equation.ts';
import { normalizers } from '../model/normalizer/index.ts';
import { placements } from '../model/placement/index.ts';

export interface ArmModel {
  readonly placement: string;
  readonly normalizer: string;
  readonly nLayers: number;
}

/** The plan of the first attention sublayer stands for the arm. */
const planOf = ({ placement, nLayers }: ArmModel) => placements.get(placement).plan({ layer: 0, depth: nLayers, sublayer: 'attn' });

export const armEquation = (model: ArmModel): string => equation(planOf(model), model.normalizer);

export const armDiagram = (model: ArmModel): string => sublayerDiagram(diagram(planOf(model), model.normalizer, 'F'), armEquation(model));

/** Sentences a reader must see beside any number of this arm. */
export function armWarnings({ normalizer }: ArmModel, language: Language): string[] {
  const { causal, title } = normalizers.get(normalizer);
  return causal ? [] : [message(language, 'warning.causality', { normalizer: title[language] })];
}
