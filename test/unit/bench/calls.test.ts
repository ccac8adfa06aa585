import { describe, expect, it } from 'vitest';
import { emitProgram } from '../../../src/engine/native/c/program.ts';
import { withTask } from '../../../src/spec/with-task.ts';
import { trainingStep } from '../../../src/train/step.ts';
import { benchModule } from '../../helper/bench.ts';
import { smallRun } from '../../helper/run.ts';

const { callsOf } = await benchModule('step/calls.mjs');
const { kernelsOf, partsOf } = await benchModule('step/parts.mjs');
const { stepFlops } = await benchModule('work.mjs');

interface Call {
  readonly kernel: string;
  readonly part: string;
  readonly gflop: number;
}

describe('the calls of a generated program', () => {
  const [vocab, batch] = [7, 4];
  const run = smallRun({ model: { nLayers: 2, dModel: 8, nHeads: 2, seqLen: 6 } });
  const data = { vocabSize: vocab, classes: vocab, readout: 'token', patchSize: 0, sourceLen: 0, padding: -1 } as const;
  const model = withTask(run.model, 'bench', data);
  const { program } = trainingStep({ model, batchSize: batch, optimizer: run.optimizer, clip: null, diagnostics: [] });
  const text = emitProgram(program);
  const calls: Call[] = callsOf(text);

  it('are as many as it says, in their order', () => {
    const [, count] = /program = \{calls, (\d+),/.exec(text) ?? [];
    expect(calls).toHaveLength(Number(count));
    const [, last] = /^ {2}\{(\w+), .*\n\};\n\nint nl_step/m.exec(text) ?? [];
    expect(calls.at(-1)).toEqual({ kernel: last, part: 'fused loops', gflop: 0 });
  });

  it('have the products of the model, no more and no less', () => {
    const gflop = calls.reduce((sum, call) => sum + call.gflop, 0);
    expect(gflop).toBeCloseTo(stepFlops({ depth: 2, width: 8, context: 6, batch, vocab }) / 1e9, 12);
  });

  it('add up to parts and to kernels', () => {
    const pieces = calls.map((call, i) => ({ ...call, ms: i + 1 }));
    const all = (calls.length * (calls.length + 1)) / 2;
    const total = (rows: { ms: number }[]) => rows.reduce((sum, { ms }) => sum + ms, 0);
    expect(total(partsOf([...new Set(calls.map(({ part }) => part))], pieces))).toBe(all);
    const kernels = kernelsOf(pieces);
    expect(total(kernels)).toBe(all);
    expect(kernels.find(({ kernel }: Call) => kernel.startsWith('nl_attend_kernel')).calls).toBe(2);
  });
});
