/** The examples (run in `test/cli`), the specs, and the snippets of the READMEs, which are cut from files that run. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { inits } from '../../../src/model/init/index.ts';
import { normalizers } from '../../../src/model/normalizer/index.ts';
import { placements } from '../../../src/model/placement/index.ts';
import { parseRun } from '../../../src/spec/parse.ts';
import { presets } from '../../../src/spec/preset/index.ts';
import { studyPlan } from '../../../src/study/options.ts';
import { foreseen } from '../../../src/study/study.ts';
import { parseStudy } from '../../../src/study/study-spec.ts';
import { tasks } from '../../../src/task/index.ts';

const root = new URL('../../../', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, root), 'utf8');
const examples = readdirSync(new URL('examples/', root)).filter((file) => file.endsWith('.ts'));
const specs = readdirSync(new URL('specs/', root)).filter((file) => file.endsWith('.yaml'));
const studies = readdirSync(new URL('specs/studies/', root));

describe('examples', () => {
  it.each(examples)('%s is short, says how to run it, and imports the package by its name only', (file) => {
    const text = read(`examples/${file}`);
    expect(text.trimEnd().split('\n').length).toBeLessThan(30);
    expect(text).toContain(`node examples/${file}`);
    const modules = [...text.matchAll(/from '([^']+)'/g)].map(([, name]) => name);
    expect(modules).toHaveLength(1);
    expect(['normlab', 'normlab/web']).toContain(modules[0]);
  });
});

it.each(specs)('specs/%s is a whole spec and says how to run it', (file) => {
  const text = read(`specs/${file}`);
  expect(text).toContain(`normlab train specs/${file}`);
  expect(parseRun(parse(text)).steps).toBeGreaterThan(0);
});

it.each(studies)('specs/studies/%s is a whole study and says how to run it', (file) => {
  const text = read(`specs/studies/${file}`);
  expect(text).toContain(`normlab study specs/studies/${file}`);
  const { engine: _engine, ...options } = parseStudy(parse(text));
  expect(foreseen(studyPlan(options, { id: 'reference', threads: 1 })).runs).toBeGreaterThan(10);
});

it.each(['', '.zh-CN'])('docs/guide/studies%s.md shows a study as it runs', (language) => {
  const [, shown] = /```yaml\n(.*?)```/s.exec(read(`docs/guide/studies${language}.md`)) ?? [];
  const lines = read('specs/studies/depth.yaml').split('\n');
  expect(shown).toBe(lines.filter((line) => !line.startsWith('#')).join('\n'));
});

describe.each(['README.md', 'README.zh-CN.md'])('%s', (file) => {
  const blocks = (language: string) =>
    [...read(file).matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, text]) => text);

  it('shows the library as examples/compare.ts runs it', () => {
    const [, ...lines] = read('examples/compare.ts').split('\n');
    expect(blocks('ts')).toEqual([lines.join('\n')]);
  });

  it('has every placement in its table once, and counts what there is', () => {
    const [, block = ''] = /\| (?:Kind|种类) \|.*\n\| --- \| --- \|\n((?:\|.*\n)+)/.exec(read(file)) ?? [];
    const named = block.split('\n').flatMap((row) => [...(row.split(/；|; /)[0] as string).matchAll(/`([\w-]+)`/g)].map(([, id]) => id));
    expect(named.sort()).toEqual([...placements.ids].sort());
    const counts = [placements.ids.length - 4, normalizers.ids.length, inits.ids.length, presets.ids.length, tasks.ids.length];
    for (const count of counts) expect(read(file)).toMatch(new RegExp(`\\b${count}\\b`));
  });

  it('shows the spec as specs/text-pre.yaml runs it', () => {
    const lines = read('specs/text-pre.yaml').split('\n');
    expect(blocks('yaml')).toEqual([lines.filter((line) => !line.startsWith('#')).join('\n')]);
  });
});
