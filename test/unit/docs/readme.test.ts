/** What pages say of all members, their tables and counts, is read off the code. After a wanted change: npx vitest run test/unit/docs -u */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Language, Localized } from '../../../src/core/message/index.ts';
import { attentionNorms } from '../../../src/model/attention-norm/index.ts';
import { inits } from '../../../src/model/init/index.ts';
import { normalizers } from '../../../src/model/normalizer/index.ts';
import { placements } from '../../../src/model/placement/index.ts';
import { placementKinds } from '../../../src/model/placement/types.ts';
import { presets } from '../../../src/spec/preset/index.ts';
import { tasks } from '../../../src/task/index.ts';

const root = new URL('../../../', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, root), 'utf8');
const code = (id: string): string => `\`${id}\``;

const words = {
  en: { head: '| Kind | Placements |', join: ', ', or: ' or ', own: 'Your own', rules: 'rules in a spec', any: '; with any placement ' },
  zh: { head: '| 种类 | 归一化位置 |', join: '、', or: ' 或 ', own: '你自己的', rules: '在配置中写规则', any: '；任何归一化位置都可加 ' },
} as const;

const guides: Localized = { en: 'docs/guide/custom-placements.md', zh: 'docs/guide/custom-placements.zh-CN.md' };
const colon: Localized = { en: ': ', zh: '：' };

/** One row for each kind of placement. */
function placementsTable(language: Language): string {
  const say = words[language];
  const [first = '', ...others] = attentionNorms.ids.filter((id) => id !== 'none').map(code);
  const flag = first.replace('`', '`--attention-norm ');
  const inside = `${say.any}${[flag, ...others.slice(0, -1)].join(say.join)}${say.or}${others.at(-1)}`;
  const rows = Object.entries(placementKinds).map(([kind, title]) => {
    const ids = placements.members.filter(({ about }) => about?.kind === kind).map(({ id }) => code(id));
    return `| ${title[language]} | ${ids.join(say.join)}${kind === 'attention' ? inside : ''} |`;
  });
  const own = `| ${say.own} | ${code('custom')}${colon[language]}[${say.rules}](${guides[language]}) |`;
  return [say.head, '| --- | --- |', ...rows, own].join('\n');
}

const region = /(<!-- placements -->\n).*?(\n<!-- \/placements -->)/s;

/** Claims that CI measures again, in their own list. */
const measured = (/const ids = \[(.*?)\]/s.exec(read('test/claims/sign.test.ts'))?.[1] ?? '').match(/'[^']+'/g)?.length ?? 0;

/** Numbers in the middle of a sentence: where they stand, and what they count. */
const counts: Readonly<Record<string, readonly (readonly [RegExp, number])[]>> = {
  'README.md': [
    [/(?<=and \[)\d+(?=\s+others\])/, placements.ids.length - 4],
    [/\d+(?=\s+normalizers)/, normalizers.ids.length],
    [/\d+(?=\s+initialisations)/, inits.ids.length],
    [/\d+(?=\s+published\s+recipes)/, presets.ids.length],
    [/\d+(?=\s+tasks)/, tasks.ids.length],
    [/\d+(?=\s+\[claims\])/, measured],
  ],
  'README.zh-CN.md': [
    [/(?<=\[另外 )\d+(?= 种\])/, placements.ids.length - 4],
    [/\d+(?= 种归一化方法)/, normalizers.ids.length],
    [/\d+(?= 种初始化)/, inits.ids.length],
    [/\d+(?= 个已发表的配方)/, presets.ids.length],
    [/\d+(?= 种任务)/, tasks.ids.length],
    [/\d+(?= 条\[结论\])/, measured],
  ],
  'docs/glossary.md': [
    [/(?<=LayerNorm, RMSNorm, )\d+(?= others)/, normalizers.ids.length - 2],
    [/(?<=RMSNorm 等 )\d+(?= 种)/, normalizers.ids.length],
  ],
};

it.each(Object.entries(counts))('%s counts what the code has', async (file, numbers) => {
  let page = read(file);
  for (const [pattern, count] of numbers) {
    expect(page, String(pattern)).toMatch(pattern);
    page = page.replace(pattern, String(count));
  }
  if (region.test(page)) {
    const language = file.includes('zh-CN') ? 'zh' : 'en';
    page = page.replace(region, (_all, open, close) => `${open}${placementsTable(language)}${close}`);
  }
  await expect(page).toMatchFileSnapshot(`../../../${file}`);
});

it('both READMEs have the table, with every placement once', () => {
  for (const file of ['README.md', 'README.zh-CN.md']) {
    const [table = ''] = region.exec(read(file)) ?? [];
    for (const id of placements.ids) expect(table.split(code(id)).length, `${file} ${id}`).toBe(2);
  }
});
