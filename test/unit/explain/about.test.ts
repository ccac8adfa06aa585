/** Every built-in member is described in both languages, in its own file; one that somebody adds need not be. */
import { describe, expect, it } from 'vitest';
import { type Localized, languages, type Text } from '../../../src/core/message/index.ts';
import type { OptionSpecs } from '../../../src/core/options.ts';
import type { Family, Member } from '../../../src/core/registry.ts';
import { diagnostics } from '../../../src/diagnostic/index.ts';
import { engines } from '../../../src/engine/index.node.ts';
import { explain } from '../../../src/explain/explain.ts';
import { listedFamilies } from '../../../src/explain/families.node.ts';
import { defaultShape } from '../../../src/explain/model.ts';
import { activations } from '../../../src/model/activation/index.ts';
import { architectures } from '../../../src/model/architecture/index.ts';
import { attentionNorms } from '../../../src/model/attention-norm/index.ts';
import { inits } from '../../../src/model/init/index.ts';
import { normalizers } from '../../../src/model/normalizer/index.ts';
import { placements } from '../../../src/model/placement/index.ts';
import { positions } from '../../../src/model/position/index.ts';
import { residuals } from '../../../src/model/residual/index.ts';
import { optimizers } from '../../../src/optim/optimizer/index.ts';
import { schedules } from '../../../src/optim/schedule/index.ts';
import { stopRules } from '../../../src/optim/stop-rule/index.ts';
import { presets } from '../../../src/spec/preset/index.ts';
import { protocols } from '../../../src/study/protocol/index.ts';
import { tasks } from '../../../src/task/index.ts';

type Described = Member & {
  readonly title: Localized;
  readonly options?: OptionSpecs;
  readonly about?: unknown;
  readonly [field: string]: unknown;
};

const families = [
  placements,
  residuals,
  attentionNorms,
  normalizers,
  inits,
  presets,
  architectures,
  activations,
  positions,
  optimizers,
  schedules,
  stopRules,
  tasks,
  diagnostics,
  engines,
  protocols,
] as unknown as readonly Family<Described>[];

const isLocalized = (value: unknown): value is Localized =>
  typeof value === 'object' && value !== null && 'en' in value && Object.keys(value).sort().join() === [...languages].sort().join();

/** All texts of a member that stand in both languages, with the way to each. */
function texts(value: unknown, path: string): (readonly [string, Localized])[] {
  if (isLocalized(value)) return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => texts(child, `${path}.${name}`));
}

const sentences = families.flatMap(({ noun, members }) =>
  members.flatMap(({ id, about, options, rule, format, definition }) =>
    texts({ about, options, rule, format, definition }, `${noun}/${id}`),
  ),
);

describe.each([placements, normalizers, inits, attentionNorms] as unknown as readonly Family<Described>[])('every $noun', ({ members }) => {
  it.each(members.filter(({ id }) => id !== 'custom'))('$id is described', ({ about }) => expect(about).toBeDefined());
});

it('has no empty text in any family', () => {
  const all = families.flatMap(({ noun, members }) => members.flatMap((member) => texts(member, `${noun}/${member.id}`)));
  expect(all.length).toBeGreaterThan(400);
  for (const [path, { en, zh }] of all) for (const text of [en, zh]) expect(text.trim(), path).not.toBe('');
});

it('texts of sentences are Chinese in Chinese', () => {
  // Other names may be names alone.
  const told = sentences.filter(([path, { en }]) => en.split(' ').length > 3 && (!path.includes('.synonyms.') || en.startsWith('trap')));
  expect(told.filter(([, { zh }]) => !/\p{Script=Han}/u.test(zh))).toEqual([]);
});

it('gives the same figures in both languages', () => {
  const numbers = (text: string) => new Set(text.match(/\d+\.\d+(?:e-?\d+)?/g) ?? []);
  // Sizes are written in other units (0.5 billion is 5 亿), figures are not.
  const sizes = new Set(['1.3', '1.5', '2.7', '3.2', '0.5']);
  for (const { id, about } of placements.members) {
    const [en, zh] = languages.map((language) => `${about?.claim[language]}${about?.failure[language]}`) as [string, string];
    const lost = [...numbers(en)].filter((figure) => !sizes.has(figure) && !zh.includes(figure));
    expect(lost, id).toEqual([]);
  }
});

it('is told by explain and list in the language asked for', () => {
  const told = (language: 'en' | 'zh') => explain('placement', { id: 'post' }, { ...defaultShape }, language) as { claim: string };
  expect(told('en').claim).toBe(placements.get('post').about?.claim.en);
  expect(told('zh').claim).toBe(placements.get('post').about?.claim.zh);
  const tasksIn = (language: 'en' | 'zh') => listedFamilies.find(({ id }) => id === 'tasks')?.members(language)[0];
  expect(tasksIn('zh')?.title).toBe(tasks.members[0]?.title.zh);
  expect(tasksIn('zh')?.options[0]?.about).toMatch(/\p{Script=Han}/u);
  expect(tasksIn('en')?.options[0]?.about).not.toMatch(/\p{Script=Han}/u);
});

it('equations with words in them are told in Chinese', () => {
  const equations = [...normalizers.members, ...schedules.members] as readonly { readonly id: string; readonly equation: Text }[];
  const words = equations.filter(({ equation }) => typeof equation === 'string' && / (?:of|over|one|then|from) /.test(equation));
  expect(words.map(({ id }) => id)).toEqual([]);
});
