/** The block diagrams of a model: for a terminal, and as one SVG. */
import { type DiagramRow, stackedDiagram } from '../chart/diagram.ts';
import { textDiagram } from '../chart/text-diagram.ts';
import { type Language, message } from '../core/message/index.ts';
import { modelDiagrams, streamsEquation } from '../model/diagram.ts';
import { type EquationConfig, modelEquation } from '../model/equation.ts';
import { stackText, whereText } from './where.ts';

export const textPicture = (config: EquationConfig, language: Language): string =>
  rowsOf(config, language)
    .map(({ label, data }) => [...(label ? [message(language, 'explain.titled', { title: label })] : []), textDiagram(data)].join('\n'))
    .join('\n\n');

export function svgPicture(config: EquationConfig, language: Language): string {
  const streams = streamsEquation(config, language);
  return `${stackedDiagram(rowsOf(config, language), modelEquation(config), streams ? [streams] : [])}\n`;
}

const rowsOf = (config: EquationConfig, language: Language): DiagramRow[] =>
  modelDiagrams(config).map(({ where, data }) => ({
    label: whereText(where, language),
    data: { ...data, legend: data.legend.map((line) => stackText(line, language)) },
  }));
