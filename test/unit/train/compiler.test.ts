/** Compiled programs are shared, kept within a limit, and never taken from under a run that uses them. */
import { describe, expect, it } from 'vitest';
import { reference } from '../../../src/engine/reference.ts';
import type { Engine } from '../../../src/engine/types.ts';
import { tasks } from '../../../src/task/index.ts';
import { Compiler } from '../../../src/train/compiler.ts';
import { train } from '../../../src/train/session.ts';
import { evaluationProgram } from '../../../src/train/step.ts';
import { tiny } from '../../helper/model.ts';
import { smallRun } from '../../helper/run.ts';

/** The reference engine, strict about released sessions as native ones are. */
async function strictEngine() {
  const engine = await reference.open({ threads: 1 });
  const counts = { compiled: 0, released: 0 };
  const strict: Engine = {
    ...engine,
    compile: async (program) => {
      counts.compiled++;
      const session = await engine.compile(program);
      let open = true;
      return {
        run: async (feeds) => {
          if (!open) throw new Error('this session was released');
          return session.run(feeds);
        },
        release: async () => {
          if (!open) throw new Error('this session was released before');
          open = false;
          counts.released++;
        },
      };
    },
  };
  return { strict, counts };
}

const build = () => evaluationProgram(tiny, 1);

describe('compiler', () => {
  it('compiles equal keys once, whatever the order of their fields', async () => {
    const { strict, counts } = await strictEngine();
    const compiler = new Compiler(strict);
    const first = await compiler.compile({ a: 1, b: { c: 2, d: 3 } }, build);
    expect(await compiler.compile({ b: { d: 3, c: 2 }, a: 1 }, build)).toBe(first);
    await compiler.compile({ a: 2, b: { c: 2, d: 3 } }, build);
    expect(counts).toEqual({ compiled: 2, released: 0 });
  });

  it('keeps no more than its limit, and releases all in the end', async () => {
    const { strict, counts } = await strictEngine();
    const compiler = new Compiler(strict, { programs: 3, parameters: Number.POSITIVE_INFINITY });
    for (let key = 0; key < 5; key++) await compiler.compile({ key }, build);
    expect(counts).toEqual({ compiled: 5, released: 2 });
    await compiler.release();
    expect(counts.released).toBe(5);
    await compiler.compile({ key: 4 }, build);
    expect(counts.compiled).toBe(6);
  });

  it('gives up first what was used longest ago', async () => {
    const { strict, counts } = await strictEngine();
    const compiler = new Compiler(strict, { programs: 2, parameters: Number.POSITIVE_INFINITY });
    const first = await compiler.compile('first', build);
    await compiler.compile('second', build);
    await compiler.compile('first', build);
    await compiler.compile('third', build);
    expect(await compiler.compile('first', build)).toBe(first);
    expect(counts.compiled).toBe(3);
  });

  it('runs that differ in seed and learning rate share their sessions', async () => {
    const { strict, counts } = await strictEngine();
    const compiler = new Compiler(strict);
    const run = smallRun({ diagnostics: { every: 3, series: ['max-abs'] } });
    const task = tasks.get('copy').create(run.task, run.model.seqLen, undefined);
    for (const own of [
      run,
      { ...run, seed: 2 },
      { ...run, optimizer: { ...run.optimizer, lr: 0.5 } },
      { ...run, schedule: { ...run.schedule, warmupSteps: 2 } },
    ]) {
      for await (const _event of train(own, { compiler, task }));
    }
    expect(counts.compiled).toBe(3);
  });

  it('takes nothing from under a run whose first programs are the oldest', async () => {
    const { strict } = await strictEngine();
    const compiler = new Compiler(strict, { programs: 3, parameters: Number.POSITIVE_INFINITY });
    const run = smallRun();
    const task = tasks.get('copy').create(run.task, run.model.seqLen, undefined);
    // A run that ends before it is ever evaluated leaves its step behind; others fill the rest.
    for await (const event of train(run, { compiler, task, signal: AbortSignal.abort() })) expect(event).toBeDefined();
    for (const key of ['other', 'another']) await compiler.compile(key, build);
    const types: string[] = [];
    for await (const event of train(run, { compiler, task })) types.push(event.type);
    expect(types.at(-1)).toBe('finished');
  });
});
