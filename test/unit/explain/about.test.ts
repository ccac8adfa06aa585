/** Every built-in member is described, in both languages; one that somebody adds need not be. */
import { describe, expect, it } from 'vitest';
import { languages } from '../../../src/core/message/index.ts';
import type { OptionSpecs } from '../../../src/core/options.ts';
import type { Family, Member } from '../../../src/core/registry.ts';
import { diagnostics } from '../../../src/diagnostic/index.ts';
import { engines } from '../../../src/engine/index.node.ts';
import { aboutAttentionNorm, aboutInit, aboutNormalizer, aboutPlacement } from '../../../src/explain/about/index.ts';
import { attentionNormsEn, initsEn } from '../../../src/explain/about/inits.en.ts';
import { namesZh } from '../../../src/explain/about/names.zh.ts';
import { normalizersEn } from '../../../src/explain/about/normalizers.en.ts';
import { optionsZh } from '../../../src/explain/about/options.zh.ts';
import { placementsEn } from '../../../src/explain/about/placements.en.ts';
import { placementsZh } from '../../../src/explain/about/placements.zh.ts';
import { activations } from '../../../src/model/activation/index.ts';
import { attentionNorms } from '../../../src/model/attention-norm/index.ts';
import { inits } from '../../../src/model/init/index.ts';
import { normalizers } from '../../../src/model/normalizer/index.ts';
import { placements } from '../../../src/model/placement/index.ts';
import { positions } from '../../../src/model/position/index.ts';
import { optimizers } from '../../../src/optim/optimizer/index.ts';
import { schedules } from '../../../src/optim/schedule/index.ts';
import { tasks } from '../../../src/task/index.ts';

const described: readonly (readonly [Family<Member>, object, (id: string, language: 'en' | 'zh') => unknown])[] = [
  [placements, placementsEn, aboutPlacement],
  [normalizers, normalizersEn, aboutNormalizer],
  [inits, initsEn, aboutInit],
  [attentionNorms, attentionNormsEn, aboutAttentionNorm],
];

describe.each(described.map(([family, texts, about]) => [family.noun, family, texts, about] as const))(
  'every %s',
  (_noun, family, texts, about) => {
    const ids = family.ids.filter((id) => id !== 'custom');

    it('is described, and nothing else is', () => {
      expect(Object.keys(texts).sort()).toEqual([...ids].sort());
      for (const language of languages) for (const id of ids) expect(about(id, language), `${language} ${id}`).toBeDefined();
    });

    it('may be missing', () => {
      expect(about('somebody-s-own', 'en')).toBeUndefined();
      expect(about('constructor', 'zh')).toBeUndefined();
    });
  },
);

it('Chinese texts are Chinese, and give the same numbers', () => {
  const numbers = (text: string) => new Set((text.match(/\d+\.\d+(?:e-?\d+)?/g) ?? []).map(String));
  for (const [id, en] of Object.entries(placementsEn)) {
    const zh = placementsZh[id as keyof typeof placementsEn];
    expect(zh.claim + zh.failure, id).toMatch(/\p{Script=Han}/u);
    // Sizes are written in other units (0.5 billion is 5 亿), figures are not.
    const figures = numbers(en.claim + en.failure);
    const sizes = new Set(['1.3', '1.5', '2.7', '3.2', '0.5']);
    expect(
      [...figures].filter((figure) => !sizes.has(figure) && !(zh.claim + zh.failure).includes(figure)),
      id,
    ).toEqual([]);
    expect(zh.limits.length, id).toBe(en.limits.length);
    expect(zh.synonyms.length, id).toBe(en.synonyms.length);
  }
});

it('options of members that can be explained are told in Chinese', () => {
  const families = [placements, normalizers, inits, attentionNorms] as readonly Family<Member & { options: OptionSpecs }>[];
  const keys = families.flatMap(({ noun, members }) =>
    members.flatMap(({ id, options }) => Object.keys(options).map((option) => `${noun}/${id}.${option}`)),
  );
  expect(Object.keys(optionsZh).sort()).toEqual(keys.sort());
});

it('members with English names have Chinese ones for the lists', () => {
  const families = {
    activation: activations,
    position: positions,
    optimizer: optimizers,
    schedule: schedules,
    task: tasks,
    diagnostic: diagnostics,
    engine: engines,
  };
  const keys = Object.entries(families).flatMap(([name, { ids }]) => ids.map((id) => `${name}/${id}`));
  const known = Object.keys(namesZh).filter((key) => !key.startsWith('residual/'));
  expect(known.sort()).toEqual(keys.sort());
});
