/** Schemas of members with options, made from what each member declares. */
import { z } from 'zod';
import { nounValues } from '../core/errors.ts';
import { message } from '../core/message/index.ts';
import type { ChoiceOption, FlagOption, NumberOption, OptionSpec, OptionSpecs } from '../core/options.ts';
import type { Family, Member } from '../core/registry.ts';
import { meant, spoken } from './problems.ts';

/** A member by its id alone, or with options. */
export type MemberInput = string | { readonly id: string; readonly [option: string]: unknown };

type Optioned = Member & { readonly options: OptionSpecs };

/** One schema for each kind of option. */
const schemaOf: { readonly [K in OptionSpec['kind']]: (spec: Extract<OptionSpec, { kind: K }>) => z.ZodType } = {
  number: ({ integer, min, max }: NumberOption) => {
    const low = min === undefined ? z.number() : z.number().min(min);
    const bounded = max === undefined ? low : low.max(max);
    return integer ? bounded.int() : bounded;
  },
  choice: ({ choices }: ChoiceOption) => z.enum(choices as [string, ...string[]]),
  flag: (_spec: FlagOption) => z.boolean(),
};

/** The declared options as fields of an object, each of which may be left out. */
export const optionShape = (specs: OptionSpecs): z.ZodRawShape =>
  Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => {
      const schema = (schemaOf[spec.kind] as (spec: OptionSpec) => z.ZodType)(spec);
      return [name, schema.optional().meta({ description: spec.about.en, default: spec.default })];
    }),
  );

/** A member of the family: its id, or an object with that id and the member's own options; `more` may add fields to some members. */
export function memberSchema<M extends Optioned>(
  family: Family<M>,
  more: (member: M) => z.ZodRawShape = () => ({}),
): z.ZodType<MemberInput, MemberInput> {
  const objects = family.members.map((member) => memberObject(family.noun, member, more(member)));
  const choices = family.ids.map((id) => `"${id}"`);
  const whole = z.discriminatedUnion('id', objects as [(typeof objects)[0], ...typeof objects], {
    error: ({ code, input }) =>
      code === 'invalid_union'
        ? `${message(spoken(), 'spec.noSuch', { ...nounValues(family.noun), choices })}${meant([(input as { id?: unknown }).id], family.ids)}`
        : undefined,
  });
  return z.union([z.enum(family.ids), whole]) as unknown as z.ZodType<MemberInput, MemberInput>;
}

/** One value for all stacks, or one for each. */
export const perStack = <S extends z.ZodType>(schema: S) =>
  z.union([schema, z.strictObject({ encoder: schema.optional(), decoder: schema.optional() })]);

function memberObject(noun: string, { id, options }: Optioned, more: z.ZodRawShape) {
  const shape = { ...optionShape(options), ...more };
  const names = Object.keys(shape);
  return z.strictObject(
    { id: z.literal(id), ...shape },
    {
      error: (issue) => {
        if (issue.code !== 'unrecognized_keys') return undefined;
        const given = issue.keys.map((key) => `"${key}"`);
        const values = { ...nounValues(noun), given, id, choices: names, count: names.length };
        return `${message(spoken(), 'spec.noOption', values)}${meant(issue.keys, names)}`;
      },
    },
  );
}
