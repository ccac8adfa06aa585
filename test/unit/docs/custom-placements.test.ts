/** The guide to custom placements, in both languages: its fields, formulas, examples and refusals are those of the code. After a wanted change: npx vitest run test/unit/docs -u */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { UserError } from '../../../src/core/errors.ts';
import { type Language, message } from '../../../src/core/message/index.ts';
import { modelEn } from '../../../src/core/message/model.en.ts';
import { print } from '../../../src/graph/print.ts';
import { program } from '../../../src/graph/program.ts';
import { layerRange } from '../../../src/model/placement/custom-rules.ts';
import { type FieldSpec, normFields, scaleFields } from '../../../src/model/placement/types.ts';
import { residuals } from '../../../src/model/residual/index.ts';
import { variables } from '../../../src/model/scale/bind.ts';
import { scaleFunctions } from '../../../src/model/scale/functions.ts';
import { parseFormula } from '../../../src/model/scale/grammar.ts';
import type { ModelConfig } from '../../../src/model/types.ts';
import { customFields } from '../../../src/spec/custom-schema.ts';
import { parseRun } from '../../../src/spec/parse.ts';
import { buildTiny, lossOf, tiny } from '../../helper/model.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const cellsOf = (line: string): string[] => line.slice(2, -2).split(' | ');
const codes = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code as string);

/** Every table of a page. */
const tablesOf = (page: string): Table[] =>
  [...page.matchAll(/(?:^\|.*\|\n)+/gm)].map(([block]) => {
    const [head, , ...rows] = block.trim().split('\n').map(cellsOf);
    return { head: head as string[], rows };
  });

/** Fenced blocks by what stands behind their language: `same=lns`. */
const blocksOf = (page: string): Map<string, string> =>
  new Map([...page.matchAll(/```yaml (\S+)\n(.*?)```/gs)].map(([, label, text]) => [label as string, text as string]));

const pages: readonly (readonly [string, Language])[] = [
  ['docs/guide/custom-placements.md', 'en'],
  ['docs/guide/custom-placements.zh-CN.md', 'zh'],
];

describe.each(pages)('%s', (file, language) => {
  const page = read(file);
  const tables = tablesOf(page);
  /** The table whose first column names this, and its first column. */
  const named = (code: string): Table => tables.find(({ rows }) => rows.some(([first]) => codes(first).includes(code))) as Table;
  const firsts = ({ rows }: Table): string[] => rows.flatMap(([first]) => codes(first));

  it('has every field of a placement and of a rule', () => {
    expect(firsts(named('finalNorm')).sort()).toEqual(Object.keys(customFields).sort());
    const rule = z.toJSONSchema(z.object(customFields), { io: 'input' }) as unknown as {
      properties: { rules: { items: { properties: object } } };
    };
    const told = ['layers', 'entry', 'readScale', 'from'].flatMap((field) => firsts(named(field)));
    expect(told.sort()).toEqual(Object.keys(rule.properties.rules.items.properties).sort());
  });

  it.each([
    ['entry', normFields],
    ['readScale', scaleFields],
  ] as const)('says of %s and the like what the code says', (field, specs) => {
    const { rows } = named(field);
    const all = Object.entries(specs as Record<string, FieldSpec>);
    expect(rows.map(([name]) => codes(name)[0])).toEqual(all.map(([name]) => name));
    for (const [i, [name, { about, only }]] of all.entries()) {
      const [, told, branches] = rows[i] as readonly string[];
      if (language === 'en') expect(told, name).toBe(about);
      if (only) expect(branches, name).toBe(only.join(language === 'en' ? ', ' : '、'));
      else expect(branches, name).toBe(language === 'en' ? 'all' : '全部');
    }
  });

  it('has every name and function of a formula', () => {
    const names = named('width').rows;
    expect(names.map(([name]) => codes(name)[0])).toEqual([...Object.keys(variables), 'step']);
    if (language === 'en') for (const [i, { about }] of Object.values(variables).entries()) expect(names[i]?.[1]).toBe(about);
    const operators = ['add', 'sub', 'mul', 'div', 'pow'];
    const functions = Object.entries(scaleFunctions).filter(([name]) => !operators.includes(name));
    expect(firsts(named('sqrt')).sort()).toEqual([...functions.map(([name]) => name), 'learn'].sort());
    for (const [first, count] of named('sqrt').rows) {
      for (const name of codes(first)) if (name !== 'learn') expect(scaleFunctions[name as 'min'].arity, name).toBe(Number(count));
    }
    for (const formula of codes(named('learn').rows.at(-1)?.[1])) expect(() => parseFormula(formula)).not.toThrow();
  });

  it('has every residual rule', () => expect(firsts(named('hyper'))).toEqual(residuals.ids));

  it('says which blocks a range means', () => {
    for (const [written = '', blocks] of named('"2-5"').rows) {
      const [given = ''] = codes(written);
      const [first, last] = layerRange(parse(given) as string | number, 6);
      expect(blocks, given).toBe(language === 'en' ? `${first} to ${last}` : `${first} 至 ${last}`);
    }
  });

  it('shows specs/custom.yaml as it runs', () => {
    const lines = read('specs/custom.yaml')
      .split('\n')
      .filter((line) => !line.startsWith('#'));
    expect(blocksOf(page).get('file=specs/custom.yaml')).toBe(lines.join('\n'));
    expect(page).toContain('normlab train specs/custom.yaml');
  });

  it('writes published placements that are the built-in ones', () => {
    const worked = [...blocksOf(page)].filter(([label]) => label.startsWith('same='));
    expect(worked.map(([label]) => label)).toEqual(['same=deepnorm', 'same=layerscale', 'same=lns']);
    for (const [label, text] of worked) {
      const id = label.slice('same='.length);
      const model = (placement: unknown): ModelConfig => {
        const { model: parsed } = parseRun({ model: { placement: placement as never, nLayers: 3, dModel: 8, nHeads: 2 }, task: 'copy' });
        return { ...tiny, nLayers: 3, placement: parsed.placement };
      };
      const [built, own] = [buildTiny(model(id)), buildTiny(model(parse(text)))];
      // What training moves is called after the field, where the built-in placement has the paper's letter.
      const renamed = (key: string) => key.replace(/\.branch_scale$/, '.gamma');
      expect(print(program({ loss: own.loss })).replaceAll('.branch_scale', '.gamma'), id).toBe(print(program({ loss: built.loss })));
      const feeds = Object.fromEntries(Object.keys(own.feeds).map((key) => [key, built.feeds[renamed(key)] as Float64Array]));
      expect(lossOf(own, feeds), id).toBe(lossOf(built));
    }
  });

  const refusals = tables.at(-1) as Table;

  /** What a placement of the table is answered with. */
  function answerTo(cell: string): UserError {
    const [placement, model] = codes(cell).map((code) => parse(code) as object);
    try {
      const shape = { nLayers: 3, dModel: 8, nHeads: 2, ...model };
      parseRun({ model: { placement: { id: 'custom', ...placement }, ...shape } as never, task: 'copy' });
    } catch (error) {
      if (error instanceof UserError) return error;
      throw error;
    }
    throw new Error(`${cell} was taken`);
  }

  it('has every refusal, in the words of the program', async () => {
    const answers = new Map(refusals.rows.map(([given = '', old = '']) => [`| ${given} | ${old} |`, [given, answerTo(given)] as const]));
    const found = new Set([...answers.values()].map(([, { key }]) => key as string));
    const all = Object.keys(modelEn).filter((key) => /^error\.(plan|custom|formula)/.test(key));
    expect([...found].sort()).toEqual(all.sort());
    const told = [...answers].reduce(
      (text, [line, [given, { key, values }]]) => text.replace(line, `| ${given} | ${message(language, key, values as never)} |`),
      page,
    );
    await expect(told).toMatchFileSnapshot(join(root, file));
  });
});
