/** Nothing but numbers comes into the C that is compiled, and every number comes into it as it is. */
import { beforeAll, describe, expect, it } from 'vitest';
import { emitProgram } from '../../src/engine/native/c/program.ts';
import { native } from '../../src/engine/native/native.node.ts';
import { programKey } from '../../src/engine/native/program-key.node.ts';
import { sourcesOf } from '../../src/engine/native/sources.node.ts';
import type { Engine } from '../../src/engine/types.ts';
import { add, mul, neg } from '../../src/graph/math.ts';
import { newGraph, type Program, program } from '../../src/graph/program.ts';
import { parseRun } from '../../src/spec/parse.ts';
import { trainingStep } from '../../src/train/step.ts';
import { compiler } from '../helper/compile-c.ts';
import { tiny } from '../helper/model.ts';

const hostile = [
  '*/ int evil; /*',
  '*/',
  '/*',
  '//',
  '\\',
  '*\\\n/ int evil; /*',
  '??/',
  '"quote\'',
  'line\nint evil;',
  'line\r#include "/etc/passwd"',
  '\u2028int evil;',
  '\u202e evil',
  '%s%n',
  '`id` $(id) $' + '{id}',
  '\0',
  '__proto__',
];

const named = (input: string, output: string): Program => program({ [output]: add(newGraph().input(input, [3]), 1) });

describe('names', () => {
  it.each(hostile)('come into the comment at the head as letters only: %j', (name) => {
    const text = sourcesOf([named(name, `out ${name}`)])[0]?.text ?? '';
    const plain = emitProgram(named('x', 'y'));
    expect(text.endsWith(plain)).toBe(true);
    const head = text.slice(0, -plain.length);
    // One line of a command, one comment, and not a character by which either could end.
    expect(head).toMatch(/^\/\/ [^\n\\?]+\n\/\*\n( {3}io\[\d\] (in |out) {2}float \[3\] {2}[\w:/. ?-]*\n){2}\*\/\n$/);
  });

  it('of arms change nothing', () => {
    const step = (name?: string) => {
      const placement = { id: 'custom', rules: [{ input: true }], ...(name !== undefined && { name }) };
      const { model, optimizer } = parseRun({ model: { placement } });
      return trainingStep({ model: { ...tiny, placement: model.placement }, batchSize: 1, optimizer, clip: 1, diagnostics: [] }).program;
    };
    for (const name of hostile.filter((name) => name.trim() !== '')) expect(emitProgram(step(name))).toBe(emitProgram(step()));
  });
});

const numbers = [0, -0, 1, -1, 5e-324, 1e-45, -1e-45, 1e-39, 1.1754944e-38, 0.1, 1e21, 3.4028235e38, 3.5e38, -1e39, 1.7976931348623157e308];
const all = [...numbers, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];

describe.skipIf(!compiler)(`numbers${compiler ? '' : ' (no C compiler here)'}`, () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await native.open({ threads: 1 });
  });

  it('come out as the nearest float32: of a table, alone, and with the other sign', async () => {
    const graph = newGraph();
    const one = graph.input('one', [1]);
    const outputs = all.flatMap((x, i) => [
      [`alone ${i}`, mul(one, x)] as const,
      [`negative ${i}`, mul(one, neg(graph.constant([x], [1])))] as const,
    ]);
    const table = add(graph.input('zeros', [all.length]), graph.constant(all, [all.length]));
    const session = await engine.compile(program({ table, ...Object.fromEntries(outputs) }));
    const found = await session.run({ one: Float32Array.of(1), zeros: new Float32Array(all.length).fill(-0) });
    await session.release();
    expect([...(found.table as Float32Array)]).toEqual(all.map((x) => Math.fround(x)));
    for (const [i, x] of all.entries())
      expect([found[`alone ${i}`]?.[0], found[`negative ${i}`]?.[0]]).toEqual(
        x === 0 ? [0, -0].map(() => expect.closeTo(0)) : [Math.fround(x), Math.fround(-x)],
      );
  });
});

it('programs with other numbers have other keys', () => {
  const key = (x: number) => programKey(program({ y: mul(newGraph().input('x', [1]), newGraph().constant([x], [1])) }));
  const table = (x: number) => {
    const graph = newGraph();
    return programKey(program({ y: mul(graph.input('x', [2]), graph.constant([x, 1], [2])) }));
  };
  for (const make of [key, table]) expect(new Set(all.map(make)).size).toBe(all.length);
});
