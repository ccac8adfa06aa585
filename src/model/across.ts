/** One equation for models that differ in depth only: factors that change with it are letters, whose values stand behind. */
import { type EquationConfig, equation, equations, letters, modelEquation } from './equation.ts';
import type { ScaleField } from './placement/types.ts';
import { printScale } from './scale/print.ts';

/** "x ← LN(a·x + F(x)), a = 1.68, 2"; where whole sublayers change with the depth, an equation for each: "depth 4: …; depth 8: …". */
export function equationAcross(models: readonly EquationConfig[]): string {
  const texts = models.map(modelEquation);
  const [first = ''] = texts;
  if (texts.every((text) => text === first)) return first;
  const lines = models.map((model) => equations(model));
  const [[line] = []] = lines;
  const named = lines.map(([own]) => own?.plan ?? {});
  const alike = lines.every(
    (own) => own.length === 1 && JSON.stringify(Object.keys(own[0]?.plan ?? {})) === JSON.stringify(Object.keys(line?.plan ?? {})),
  );
  if (!line || !alike) return models.map(({ nLayers }, i) => `depth ${nLayers}: ${texts[i]}`).join('; ');
  const fields = (Object.keys(letters) as ScaleField[]).filter(
    (field) => new Set(named.map((plan) => JSON.stringify(plan[field]))).size > 1,
  );
  const plan = { ...line.plan, ...Object.fromEntries(fields.map((field) => [field, { kind: 'variable', name: letters[field] }])) };
  const values = fields.map((field) => `${letters[field]} = ${named.map((own) => printScale(own[field] ?? 1)).join(', ')}`);
  return [equation(plan, models[0]?.normalizer.id ?? '', line.rotation), ...values].join(', ');
}
