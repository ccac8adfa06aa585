/** JSON Schemas in the language of the reader: they are written in English, and their descriptions are looked up. */
import type { Language } from '../core/message/index.ts';
import { schemaZh } from '../core/message/schema.zh.ts';
import type { OptionSpecs } from '../core/options.ts';
import { attentionNorms } from '../model/attention-norm/index.ts';
import { inits } from '../model/init/index.ts';
import { layerDropOptions } from '../model/layer-drop.ts';
import { normalizers } from '../model/normalizer/index.ts';
import { placements } from '../model/placement/index.ts';
import { residuals } from '../model/residual/index.ts';
import { stopRules } from '../optim/stop-rule/index.ts';
import { protocols } from '../study/protocol/index.ts';
import { tasks } from '../task/index.ts';

const families: readonly { readonly members: readonly { readonly options: OptionSpecs }[] }[] = [
  { members: [{ options: layerDropOptions }] },
  placements,
  normalizers,
  attentionNorms,
  inits,
  residuals,
  stopRules,
  protocols,
  tasks,
];

/** Options say what they are in both languages themselves. */
const words = (): ReadonlyMap<string, string> =>
  new Map([
    ...Object.entries(schemaZh),
    ...families
      .flatMap(({ members }) => members.flatMap(({ options }) => Object.values(options)))
      .map(({ about }) => [about.en, about.zh] as const),
  ]);

/** The same schema; a description without words in this language stays as it is. */
export function schemaIn(schema: object, language: Language): object {
  if (language === 'en') return schema;
  const known = words();
  return JSON.parse(JSON.stringify(schema), (key, value) => (key === 'description' && known.get(value)) || value);
}
