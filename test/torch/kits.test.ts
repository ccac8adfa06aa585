/** Every kit that we export, recomputed by PyTorch from the papers' equations (test/oracle/torch/reference.py). */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { answer } from '../../src/conformance/answer.ts';
import { writeKit } from '../../src/conformance/folder.node.ts';
import { question } from '../../src/conformance/question.ts';
import { kitSpec } from '../../src/conformance/spec.ts';
import { reference } from '../../src/engine/reference.ts';
import { matrix } from './matrix.ts';

const folder = mkdtempSync(join(tmpdir(), 'normlab-kits-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test(`PyTorch agrees with all ${matrix.length} kits: loss, every gradient, three steps`, async () => {
  const engine = await reference.open({ threads: 1 });
  for (const { name, kit } of matrix) {
    const asked = question(kitSpec(kit), 1);
    writeKit(join(folder, name), asked, await answer(engine, asked));
  }
  const { stdout, stderr, status } = spawnSync('node', ['scripts/torch.mjs', 'test/oracle/torch/check_kits.py', folder], {
    encoding: 'utf8',
  });
  process.stdout.write(stdout.split('\n').slice(-3).join('\n'));
  expect(`${stdout}${stderr}`).toMatch(new RegExp(`${matrix.length} kits, ${matrix.length} passed`));
  expect(status).toBe(0);
});
