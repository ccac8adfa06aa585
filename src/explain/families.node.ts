/** Every family that can be listed. */
import { FailureError, nounValues, UserError, unknownWord } from '../core/errors.ts';
import { type Language, type Localized, type MessageKey, message, textIn } from '../core/message/index.ts';
import type { OptionSpecs } from '../core/options.ts';
import type { Family, Member } from '../core/registry.ts';
import { diagnostics } from '../diagnostic/index.ts';
import { engines } from '../engine/index.node.ts';
import { activations } from '../model/activation/index.ts';
import { architectures } from '../model/architecture/index.ts';
import { attentionNorms } from '../model/attention-norm/index.ts';
import { modelEquation } from '../model/equation.ts';
import { inits } from '../model/init/index.ts';
import { normalizers } from '../model/normalizer/index.ts';
import { placements } from '../model/placement/index.ts';
import { positions } from '../model/position/index.ts';
import { optimizers } from '../optim/optimizer/index.ts';
import { schedules } from '../optim/schedule/index.ts';
import { stopRules } from '../optim/stop-rule/index.ts';
import { presets } from '../spec/preset/index.ts';
import { tasks } from '../task/index.ts';
import { choiceText } from './choice-text.ts';
import { presetModel } from './explain.ts';
import { attentionNormModel, defaultShape, modelFor } from './model.ts';
import { type AboutOption, optionsOf } from './option.ts';

/** A member for people and programs: what is known of it besides stands in further fields. */
export interface Listed {
  readonly id: string;
  readonly title: string;
  /** What it is in a line; '' where the title says it all. */
  readonly line: string;
  readonly options: readonly AboutOption[];
  readonly [field: string]: unknown;
}

export interface ListedFamily {
  readonly id: string;
  /** Other words for it that are understood. */
  readonly also: readonly string[];
  /** What the family is about. */
  readonly about: MessageKey;
  /** What the line of a member is; left out where there is none. */
  readonly column?: MessageKey;
  readonly size: number;
  /** Ids of members with this id or name. */
  called(name: string): readonly string[];
  /** What this machine can do with a member, where that is not the same everywhere. */
  readonly here?: (id: string, language: Language) => Promise<string>;
  members(language: Language): readonly Listed[];
}

type Titled = Member & { readonly title: Localized; readonly options?: OptionSpecs };
type Texts = { readonly line: string; readonly [field: string]: unknown };

interface Words {
  readonly also?: readonly string[];
  readonly column?: MessageKey;
}

/** A family whose members are told by `describe`: the line, and fields for programs. */
function listed<M extends Titled>(
  id: string,
  family: Family<M>,
  { also = [], column }: Words,
  describe: (member: M, language: Language) => Texts,
): ListedFamily {
  const noun = id.replace(/s$/, '');
  return {
    id,
    also: [noun, family.noun, ...also],
    about: `list.${id}` as MessageKey,
    ...(column && { column }),
    size: family.members.length,
    called: (name) => family.called(name).map((member) => member.id),
    members: (language) =>
      family.members.map((member) => ({
        id: member.id,
        title: member.title[language],
        ...describe(member, language),
        options: optionsOf(member.options ?? {}, language),
      })),
  };
}

const fields = (values: object): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(', ') : value}`)
    .join('; ');

const placementEquation = (id: string): string => modelEquation(modelFor({ id }, defaultShape));

/** The only proof is to open it. */
async function whetherItOpens(id: string, language: Language): Promise<string> {
  try {
    await engines.get(id).open({ threads: 1 });
    return message(language, 'list.here');
  } catch (error) {
    if (error instanceof FailureError) return message(language, error.key, error.values);
    throw error;
  }
}

export const listedFamilies: readonly ListedFamily[] = [
  listed('placements', placements, { column: 'list.column.equation' }, ({ id, paper, init }) => {
    const equation = placementEquation(id);
    return { line: equation, equation, paper, init: init ?? null };
  }),
  listed('normalizers', normalizers, { column: 'list.column.equation' }, (member, language) => {
    const { paper, symbol, eps, causal } = member;
    const equation = textIn(member.equation, language);
    return { line: equation, equation, paper, symbol, eps, causal };
  }),
  listed(
    'inits',
    inits,
    { also: ['initialisations', 'initialization', 'initializations'], column: 'list.column.rule' },
    (member, language) => {
      const rule = member.rule[language];
      return { line: rule, rule, paper: member.paper };
    },
  ),
  listed('attention-norms', attentionNorms, { column: 'list.column.equation' }, ({ id, paper }) => {
    const equation = modelEquation(attentionNormModel({ id }, defaultShape));
    return { line: equation, equation, paper };
  }),
  listed('activations', activations, {}, ({ gated }) => ({ line: '', gated })),
  listed('positions', positions, {}, () => ({ line: '' })),
  listed('architectures', architectures, { column: 'list.column.stacks' }, ({ stacks }) => {
    const found = stacks({ nLayers: 1, nEncoderLayers: 1 }).map(({ id, sublayers, causal }) => ({ id, sublayers, causal }));
    return { line: found.map(({ id, sublayers }) => `${id}: ${sublayers.join(', ')}`).join('; '), stacks: found };
  }),
  listed('optimizers', optimizers, { column: 'list.column.defaults' }, ({ defaults }) => ({ line: fields(defaults), defaults })),
  listed('schedules', schedules, { column: 'list.column.schedule' }, ({ equation }, language) => ({
    line: textIn(equation, language),
    equation: textIn(equation, language),
  })),
  listed('stop-rules', stopRules, {}, () => ({ line: '' })),
  listed('tasks', tasks, { column: 'list.column.format' }, ({ format, paper, architectures: fit }, language) => ({
    line: format[language],
    format: format[language],
    paper,
    architectures: fit,
  })),
  listed('diagnostics', diagnostics, { column: 'list.column.definition' }, ({ definition }, language) => ({
    line: definition[language],
    definition: definition[language],
  })),
  { ...listed('engines', engines, {}, () => ({ line: '' })), here: whetherItOpens },
  listed('presets', presets, { column: 'list.column.model' }, ({ id, paper, model }) => ({
    line: Object.entries(model)
      .map(([field, value]) => (typeof value === 'boolean' ? `${field}=${value}` : choiceText(value)))
      .join(', '),
    equation: modelEquation(presetModel(id)),
    paper,
    model,
  })),
];

const familyCalled = (given: string): ListedFamily | undefined =>
  listedFamilies.find(({ id, also }) => id === given || also.includes(given));

/** @throws UserError that lists the families. */
export function listedFamily(given: string): ListedFamily {
  const found = familyCalled(given);
  if (found) return found;
  const member = listedFamilies.map(({ id, called }) => ({ id, member: called(given)[0] })).find((one) => one.member);
  if (member) throw new UserError('error.listMember', { given, family: member.id, id: member.member ?? '' });
  throw new UserError('error.unknownId', {
    ...nounValues('family'),
    ...unknownWord(
      given,
      listedFamilies.map(({ id }) => id),
    ),
  });
}
