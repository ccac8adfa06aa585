/** The committed evidence: whole, of the questions that are asked now, and equal to what its pages say. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBudget } from '../../../src/claim/budget.ts';
import { toClaimJson } from '../../../src/claim/claim-json.ts';
import { type Evidence, readEvidence } from '../../../src/claim/evidence.ts';
import { committedFolder, evidenceIn } from '../../../src/claim/folder.node.ts';
import { claims } from '../../../src/claim/index.ts';
import { allPages } from '../../../src/claim/page/all.ts';
import { remarks } from '../../../src/claim/remark.ts';
import { evidenceText } from '../../../src/claim/run.node.ts';

const committed = evidenceIn(committedFolder);

/** The others are said to be not measured yet, in the table and on the command line. */
const measured = claims.members.filter(({ id }) => committed.has(id));

it('has measured thirty claims at least', () => expect(measured.length).toBeGreaterThanOrEqual(30));

describe.each(measured)('$id', (claim) => {
  const evidence = committed.get(claim.id) as Evidence;

  it('has a remark of its own when it is not supported', () => {
    const { verdict } = claim.rule.decide(evidence.numbers);
    if (verdict !== 'supported') expect(remarks[claim.id]?.verdict).toBe(verdict);
    else expect(remarks[claim.id]?.verdict ?? 'supported').toBe('supported');
  });

  it('is JSON that others can read', () => {
    const json = JSON.parse(JSON.stringify(toClaimJson(claim, evidence)));
    expect(Object.keys(json.statement)).toEqual(['en', 'zh']);
    expect(json.source.length).toBeGreaterThan(0);
    expect(['supported', 'contradicted', 'not shown at this scale']).toContain(json.verdict);
    expect(json.effect).toMatchObject({ mean: expect.any(Number), n: expect.any(Number) });
    expect(json.evidence.command).toBe(`normlab claims ${claim.id} --run`);
  });

  it('speaks both languages', () => {
    for (const text of [claim.statement, claim.published, claim.rule.words, claim.figure.y, ...(claim.earlier ? [claim.earlier] : [])]) {
      expect(text.en).not.toMatch(/[一-鿿]/);
      expect(text.zh).toMatch(/[一-鿿]|^transformers/);
    }
  });
});

it('has the pages and figures that the evidence gives, and no other files', () => {
  const pages = allPages(committed);
  const files = new Set([...pages.keys(), ...measured.map(({ id }) => `${id}.json`)]);
  expect(readdirSync(committedFolder).sort()).toEqual([...files].sort());
  for (const [name, text] of pages)
    expect(readFileSync(join(committedFolder, name), 'utf8'), `${name}: node scripts/claims.mjs`).toBe(text);
});

it('has a page in each language for every claim that was measured', () => {
  for (const { id } of measured)
    for (const name of [`${id}.md`, `${id}.zh-CN.md`, `${id}.svg`, `${id}.zh-CN.svg`])
      expect(existsSync(join(committedFolder, name)), name).toBe(true);
});

describe('evidence files', () => {
  const [first] = [...committed.values()] as [Evidence];

  it('keep numbers that are not finite', () => {
    const odd = { ...first, numbers: { main: [{ id: 'a', cells: [{ at: 4, values: [Number.NaN, Number.POSITIVE_INFINITY, 1] }] }] } };
    expect(readEvidence(evidenceText(odd), 'x').numbers).toEqual(odd.numbers);
  });

  it('are refused when damaged, with the place', () => {
    expect(() => readEvidence('{', 'a.json')).toThrow(/a\.json holds no evidence/);
    expect(() => readEvidence(JSON.stringify({ ...first, runs: 'many' }), 'a.json')).toThrow(/runs/);
  });

  it('that cannot be read are named', () => {
    const folder = mkdtempSync(join(tmpdir(), 'normlab-evidence-'));
    mkdirSync(join(folder, `${first.id}.json`));
    expect(() => evidenceIn(folder)).toThrow(/holds no evidence of a claim \(EISDIR\)/);
    rmSync(folder, { recursive: true });
  });

  it('of another question are left out', () => {
    const folder = mkdtempSync(join(tmpdir(), 'normlab-evidence-'));
    writeFileSync(join(folder, `${first.id}.json`), evidenceText({ ...first, asked: 'other' }));
    expect(evidenceIn(folder).size).toBe(0);
    writeFileSync(join(folder, `${first.id}.json`), evidenceText(first));
    expect([...evidenceIn(folder).keys()]).toEqual([first.id]);
    rmSync(folder, { recursive: true });
  });
});

it.each([
  ['90s', 90],
  ['5m', 300],
  ['1.5h', 5400],
  ['10', 10],
])('a budget of %s', (given, seconds) => expect(readBudget(given)).toBe(seconds));
it.each(['', 'm', '0', '-1m', '5 minutes', 'NaN'])('refuses a budget of "%s"', (given) =>
  expect(() => readBudget(given)).toThrow(/is not a time/),
);

it('draws only lines that there are', () => {
  for (const { id, figure } of measured) {
    const lines = committed.get(id)?.numbers[figure.table ?? 'main']?.map((line) => line.id);
    for (const line of figure.only ?? []) expect(lines, id).toContain(line);
  }
});

/** Two arms that learned nothing are alike too: lines that a supported claim of "no worse" or "the same" compares, and the loss of a guess. */
const alike: Readonly<Record<string, readonly [lines: readonly string[], guess: number]>> = {
  'pre-without-warmup': [['pre, 0', 'pre, 30'], Math.log(8)],
  'batch-fine-on-images': [['layer', 'batch'], Math.log(4)],
  'cogview-norm-same': [['sandwich', 'sandwich-cogview'], 3.04],
  'scale-equals-layer': [['layer', 'scale'], 3.04],
  'plain-equals-layer': [['layer', 'layer-plain'], 3.04],
  'lns-before-norm-nothing': [['pre', 'lns-before-norm'], 3.04],
};

it('supports no likeness of arms that learned nothing', () => {
  const likenesses = measured.filter(({ id, rule }) => {
    const { verdict, within, unit } = rule.decide((committed.get(id) as Evidence).numbers);
    return verdict === 'supported' && unit.en === 'nats' && within[0] < 0 && within[1] > 0;
  });
  expect(likenesses.map(({ id }) => id).sort()).toEqual(Object.keys(alike).sort());
  for (const [id, [lines, guess]] of Object.entries(alike))
    for (const line of lines) {
      const values =
        committed
          .get(id)
          ?.numbers.main?.find((one) => one.id === line)
          ?.cells.flatMap((cell) => cell.values) ?? [];
      expect(Math.max(...values.filter(Number.isFinite)), `${id}: ${line}`).toBeLessThan(0.95 * guess);
    }
});
