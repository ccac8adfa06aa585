/** The guide to conformance kits, in both languages: its files, fields, names and tolerances are those of a kit. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportKit } from '../../../src/conformance/api.node.ts';
import { reference } from '../../../src/engine/reference.ts';
import { defaultShape, modelFor } from '../../../src/explain/model.ts';
import { placements } from '../../../src/model/placement/index.ts';
import { matrixRoles } from '../../../src/model/types.ts';
import { fromSafetensors } from '../../../src/store/safetensors-read.ts';
import { gradientProgram } from '../../../src/train/step.ts';

const root = new URL('../../../', import.meta.url);
const folder = join(mkdtempSync(join(tmpdir(), 'normlab-guide-kit-')), 'kit');
const kitFile = (name: string): string => readFileSync(join(folder, name), 'utf8');

beforeAll(async () => {
  await exportKit(folder, await reference.open({ threads: 1 }), { model: { placement: 'pre' } });
});
afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const tensors = (name: string) => [...fromSafetensors(readFileSync(join(folder, `${name}.safetensors`)), name).values()];

describe.each(['conformance.md', 'conformance.zh-CN.md'])('%s', (name) => {
  const page = readFileSync(new URL(`docs/guide/${name}`, root), 'utf8');

  it('has every file of a kit, and every field of its JSON', () => {
    const rows = [...page.matchAll(/^\| `([\w.]+\.(?:json|safetensors|py))` \| (.*) \|$/gm)];
    expect(rows.map(([, file]) => file).sort()).toEqual(readdirSync(folder).sort());
    for (const [, file = '', text = ''] of rows.filter(([, file]) => file?.endsWith('.json'))) {
      for (const field of Object.keys(JSON.parse(kitFile(file)) as object)) expect(text, file).toContain(`\`${field}\``);
    }
  });

  it('has the names and shapes of its kit, as check.py --list prints them', () => {
    const all = [...tensors('params'), ...tensors('inputs')].map(({ key, shape }) => `${key.padEnd(48)} [${shape.join(', ')}]`);
    const [, listed = ''] = /```text\n(token_embedding.*?)```/s.exec(page) ?? [];
    expect(listed.trim().split('\n')).toEqual(all.filter((line) => !line.startsWith('layers.1.')));
  });

  it('names the matrices that weight decay leaves alone', () => {
    const left = placements.members
      .filter(({ written }) => !written)
      .flatMap(
        ({ id }) =>
          gradientProgram({ model: modelFor({ id }, { ...defaultShape, depth: 2 }), batchSize: 1, diagnostics: [], gradients: false })
            .parameters,
      )
      .filter(({ role, shape }) => shape.length > 1 && !matrixRoles.has(role))
      .map(({ key }) => key.split('.').at(-1) as string);
    expect([...new Set(left)]).toEqual(['stream_mix']);
    for (const matrix of left) expect(page).toContain(`\`${matrix}\``);
  });

  it('says the tolerances and flags of check.py', () => {
    const checker = kitFile('check.py');
    const number = (pattern: RegExp): string => pattern.exec(checker)?.[1] ?? 'not found';
    for (const pattern of [/"float64": (1e-\d+)/, /"float32": (1e-\d+)/, /^FLOOR = (\S+)/m, /^ROUNDING = (\S+)/m]) {
      expect(page).toContain(number(pattern));
    }
    const flags = [...checker.matchAll(/add_argument\("(--\w+)"/g)].map(([, flag]) => flag);
    const told = [...page.matchAll(/^\| `(--\w+)/gm)].map(([, flag]) => flag);
    expect(told.sort()).toEqual(flags.sort());
  });
});
