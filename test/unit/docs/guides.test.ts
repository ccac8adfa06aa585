/** The code that the guides show has the shape of the members that are there, and does what the guide says. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { newGraph, program } from '../../../src/graph/program.ts';
import { verify } from '../../../src/graph/verify.ts';
import { equation } from '../../../src/model/equation.ts';
import { normalizers } from '../../../src/model/normalizer/index.ts';
import type { Normalizer } from '../../../src/model/normalizer/types.ts';
import { placements } from '../../../src/model/placement/index.ts';
import type { Placement } from '../../../src/model/placement/types.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The first TypeScript block of a guide as a module, as if it stood in `folder` of src. */
async function memberOf(guide: string, folder: string): Promise<unknown> {
  const page = readFileSync(join(root, 'docs/guide', guide), 'utf8');
  const [, code = ''] = /```ts\n(.*?)```/s.exec(page) ?? [];
  const place = mkdtempSync(join(tmpdir(), 'normlab-guide-'));
  try {
    const file = join(place, 'member.ts');
    writeFileSync(
      file,
      code.replaceAll(/from '(\.[^']+)'/g, (_, path) => `from '${join(root, 'src/model', folder, path)}'`),
    );
    return Object.values((await import(/* @vite-ignore */ file)) as object)[0];
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** Names and kinds of the fields, so that a guide notices when members change their shape. */
const shapeOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, child]) => [name, shapeOf(child)]))
    : typeof value;

it('add-a-placement.md adds x + LN(F(x))', async () => {
  const member = (await memberOf('add-a-placement.md', 'placement')) as Placement;
  expect(shapeOf(member)).toEqual(shapeOf(placements.get('pre')));
  expect(equation(member.plan({ layer: 0, depth: 2, sublayer: 'ffn' }), 'layer')).toBe('x ← x + LN(F(x))');
});

it('add-a-normalizer.md adds LayerNorm without its shift', async () => {
  const member = (await memberOf('add-a-normalizer.md', 'normalizer')) as Normalizer;
  expect(shapeOf(member)).toEqual(shapeOf(normalizers.get('layer')));
  const graph = newGraph();
  const context = {
    train: true,
    weight: () => graph.input('weight', [4]),
    bias: () => graph.input('bias', [4]),
    running: () => graph.input('running', [4]),
  };
  const normed = program({ y: member.apply(context, graph.input('x', [2, 4]), member.eps) });
  verify(normed);
  expect(normed.inputs.map(({ name }) => name).sort()).toEqual(['weight', 'x']);
});
