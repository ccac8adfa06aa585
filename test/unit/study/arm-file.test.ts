/** Arms from files: a spec or a placement of one's own, under a name of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runId } from '../../../src/spec/identity.ts';
import { parseRun } from '../../../src/spec/parse.ts';
import { armTitle } from '../../../src/study/arm.ts';
import { readArmWord } from '../../../src/study/arm-file.node.ts';
import { studyPlan } from '../../../src/study/options.ts';
import { typicalRun } from '../../../src/study/plan.ts';
import { parseStudy } from '../../../src/study/study-spec.ts';

const rules = [{ input: true, branchScale: '1/sqrt(layer)' }];
const files: Readonly<Record<string, string>> = {
  'mine.yaml': `model:\n  placement: { id: custom, rules: [{ input: true, branchScale: 1/sqrt(layer) }] }\n  normalizer: rms\n  nLayers: 9\n  dModel: 256\n  seqLen: 99\nsteps: 7\n`,
  'bare.yml': 'rules: [{ input: true, branchScale: 1/sqrt(layer) }]\nfinalNorm: false\n',
  'named.json': JSON.stringify({ name: 'fades in', rules }),
  'recipe.yaml': 'model: { preset: gpt-2 }\n',
  'wrong.yaml': 'rules: [{ inputt: true }]\n',
  'list.yaml': '- 1\n',
  'empty.yaml': '',
};
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'normlab-arms-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (word: string) => readArmWord(word, 'en', '--arms', folder);
const engine = { id: 'reference', threads: 1 };

describe('an arm from a file', () => {
  it('has what the model of the spec is, and leaves sizes and training to the study', () => {
    const arm = read('mine.yaml');
    expect(arm).toEqual({ id: 'mine', model: { placement: { id: 'custom', rules }, normalizer: 'rms' } });
    const plan = studyPlan({ arms: ['pre', arm], model: { nLayers: 2, dModel: 16 }, task: 'copy', steps: 30 }, engine);
    expect(plan.arms).toEqual(['pre', 'mine']);
    expect(typicalRun(plan, 'mine').model).toMatchObject({ nLayers: 2, dModel: 16, normalizer: { id: 'rms' }, placement: { rules } });
    expect(typicalRun(plan, 'mine').steps).toBe(30);
  });

  it('may be the placement alone, and bring its name', () => {
    expect(read('bare.yml')).toEqual({ id: 'bare', model: { placement: { id: 'custom', rules, finalNorm: false } } });
    const named = read('named.json');
    expect(named.id).toBe('fades in');
    expect(armTitle(named)).toEqual({ en: 'Custom placement (fades in)', zh: '自定义方案（fades in）' });
    expect(read('mine two=bare.yml').id).toBe('mine two');
    expect(read('recipe.yaml')).toEqual({ id: 'recipe', model: { preset: 'gpt-2' } });
  });

  it('is an arm of a study file too, beside which its path starts', () => {
    const here = (text: string, language: 'en' | 'zh', where: string) => readArmWord(text, language, where, folder);
    const { arms } = parseStudy({ arms: ['pre', './named.json', { id: 'second', arm: 'mine.yaml' }] }, 'en', here);
    expect(arms?.map((arm) => (typeof arm === 'string' ? arm : arm.id))).toEqual(['pre', 'fades in', 'second']);
  });

  it('has a name that moves no number', () => {
    const run = (placement: object) => parseRun({ model: { placement: { id: 'custom', rules, ...placement } }, task: 'copy' });
    expect(runId(run({ name: 'a' }))).toBe(runId(run({})));
    expect(runId(run({ finalNorm: false }))).not.toBe(runId(run({})));
  });

  it.each([
    ['wrong.yaml', /spec \S*wrong\.yaml is not valid:\n {2}model\.placement.*"inputt"/s],
    ['list.yaml', /list\.yaml holds no arm/],
    ['empty.yaml', /empty\.yaml holds no arm/],
    ['none.yaml', /none\.yaml cannot be read: no such file/],
  ])('%s is refused', (name, sentence) => expect(() => read(name)).toThrow(sentence));
});
