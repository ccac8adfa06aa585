/** Claims measured again, smaller: the effect must lie on the side of the claim's boundary on which the committed evidence has it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { committedFolder, evidenceIn } from '../../src/claim/folder.node.ts';
import { claims } from '../../src/claim/index.ts';
import { reduced } from '../../src/claim/need/reduced.ts';
import type { Need } from '../../src/claim/need/types.ts';
import { runClaims } from '../../src/claim/run.node.ts';
import type { Claim, Decision } from '../../src/claim/types.ts';

/** Those that are cheap, and two that train. */
const ids = [
  'large-models-prefer-pre',
  'layernorm-removes-scale',
  'post-gradient-vanishes',
  'pre-gradient-even',
  'pre-gradient-bounded',
  'post-dilutes-identity',
  'xiong-theorem-1',
  'xiong-lemma-2',
  'sandwich-one-unit',
  'identity-after-norm',
  'admin-amplification',
  'deepnorm-constant-update',
];

const folder = mkdtempSync(join(tmpdir(), 'normlab-claims-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Needs that are shared stay shared, so that they are measured once. */
const cheaper = new Map<Need, Need>();
const once = (need: Need): Need => {
  const made = cheaper.get(need) ?? reduced(need);
  cheaper.set(need, made);
  return made;
};

const smaller = (claim: Claim): Claim => ({
  ...claim,
  needs: Object.fromEntries(Object.entries(claim.needs).map(([name, need]) => [name, once(need)])),
});

/** Whether the effect lies within what is claimed. */
const inside = ({ effect: { mean }, within: [low, high] }: Decision): boolean => mean !== null && mean >= low && mean <= high;

it('has the committed side of every claim', async () => {
  const committed = evidenceIn(committedFolder);
  const chosen = ids.map((id) => claims.get(id));
  const measured = await runClaims(chosen.map(smaller), {
    folder,
    jobs: 2,
    signal: new AbortController().signal,
    command: () => 'npm run test:claims',
  });
  const sides = (evidence: typeof committed) =>
    Object.fromEntries(chosen.map(({ id, rule }) => [id, inside(rule.decide(evidence.get(id)?.numbers ?? {}))]));
  expect([...measured.keys()].sort()).toEqual([...ids].sort());
  expect(sides(measured)).toEqual(sides(committed));
});
