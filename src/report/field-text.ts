/** Fields of the spec and their values, as people read them. */

import { toJson } from '../core/json.ts';
import type { Fields } from '../study/setting.ts';
import { fieldName } from '../study/setting.ts';
import type { Context } from './context.ts';
import { list } from './format.ts';

/** A member is its id; other objects are written out. */
export const valueText = (value: unknown): string =>
  typeof value === 'object' && value !== null ? ((value as { id?: string }).id ?? toJson(value)) : String(value);

/** "depth = 8 and init = xavier"; empty without fields. */
export const fieldsText = (fields: Fields, { say, language }: Context): string =>
  list(
    Object.entries(fields).map(([path, value]) => say('report.word.field', { field: fieldName(path), value: valueText(value) })),
    language,
  );

/** Of a setting: "warm-up 25 steps and init = xavier". */
export function settingText({ warmup, fields }: { readonly warmup: number; readonly fields: Fields }, context: Context): string {
  const words = [context.say('report.selection.warmup', { steps: warmup }), fieldsText(fields, context)];
  return list(
    words.filter((text) => text !== ''),
    context.language,
  );
}
