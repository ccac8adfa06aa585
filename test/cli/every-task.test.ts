/** Every task, through every kind of study: it ends, and its folder is read again. What cannot be measured of a task is measured of none. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { architectures } from '../../src/model/architecture/index.ts';
import { renderCompareReport } from '../../src/report/compare.ts';
import { compareJsonSchema, toCompareJson } from '../../src/study/compare-json.ts';
import { frontierOf } from '../../src/study/frontier.node.ts';
import { inThreadExecutor } from '../../src/study/in-thread.ts';
import { runSignal } from '../../src/study/signal.ts';
import { type SignalOptions, signalPlan } from '../../src/study/signal-options.ts';
import { readStudy, type StudyCall, study } from '../../src/study/study.node.ts';
import { taskOf } from '../../src/study/task-of.node.ts';
import { train } from '../../src/study/train.node.ts';
import { nodeWorkshop } from '../../src/study/workshop.node.ts';
import { tasks } from '../../src/task/index.ts';

let root = '';
/** A short text instead of the book. */
let text = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'normlab-every-'));
  text = join(root, 'text.txt');
  writeFileSync(text, 'the quick brown fox jumps over the lazy dog. '.repeat(40));
});
afterAll(() => rmSync(root, { recursive: true }));

const withText = (id: string) => ({ id, ...(tasks.get(id).book && { files: [text] }) });

const tiny = (id: string): StudyCall => ({
  arms: ['pre', 'post'],
  task: withText(id),
  model: { nLayers: 1, dModel: 8, nHeads: 2 },
  batchSize: 2,
  steps: 4,
  lr: [0.01],
  warmup: [0],
  seeds: 2,
  evaluation: { every: 2, batches: 1, finalBatches: 1 },
  engine: 'reference',
  executor: async () => inThreadExecutor(nodeWorkshop),
});

/** What a study of each kind is called with. */
const kinds: Readonly<Record<string, (id: string) => StudyCall | Promise<StudyCall>>> = {
  compare: tiny,
  map: (id) => ({ ...tiny(id), arms: ['pre'], lr: [0.01, 0.1], seeds: undefined, protocol: { id: 'map' } }),
  frontier: async (id) => {
    const { executor, ...call } = tiny(id);
    return {
      ...(await frontierOf({ ...call, arms: ['pre'], model: { nLayers: 2, dModel: 16, nHeads: 2 } }, [1, 2], 'parameters')).call,
      executor,
    };
  },
};

const engine = { id: 'reference', threads: 1 };
const inHere = inThreadExecutor(nodeWorkshop);

describe.each(tasks.ids)('%s', (id) => {
  it.each(Object.keys(kinds))('%s ends, and is read again', async (kind) => {
    const out = join(root, `${id}-${kind}`);
    const result = await study({ ...(await kinds[kind]?.(id)), out });
    const { result: read } = await readStudy(out);
    expect(toCompareJson(read)).toEqual(toCompareJson(result));
    expect(() => compareJsonSchema.parse(JSON.parse(JSON.stringify(toCompareJson(read))))).not.toThrow();
    expect(renderCompareReport(read, 'en')).toContain('</html>');
    expect(read.arms.flatMap(({ runs }) => runs).filter(({ status }) => status === 'failed')).toEqual([]);
  });

  it.each(tasks.get(id).architectures)('signal measures a %s on its batches', async (architecture) => {
    const { task, files } = taskOf(withText(id));
    const options: SignalOptions = { arms: ['pre', 'none'], depths: [1, 3], seeds: 2, batchSize: 2, width: 8, task: task as never };
    const plan = signalPlan({ ...options, model: { nHeads: 2, architecture } }, engine, 'en', files);
    const { arms } = await runSignal(plan, inHere);
    for (const { depths, slope } of arms) {
      expect(Number.isFinite(slope)).toBe(true);
      for (const { depth, streamEnergy, gradNormByLayer, embeddingShare } of depths) {
        for (const values of [streamEnergy, gradNormByLayer, embeddingShare]) {
          expect(values).toHaveLength(depth);
          expect(values.every(Number.isFinite)).toBe(true);
        }
      }
    }
  });

  it('train ends', async () => {
    const spec = { model: { placement: 'pre', nLayers: 1, dModel: 8, nHeads: 2 }, task: withText(id), batchSize: 2, steps: 4 };
    const { record } = await train({ ...spec, evaluation: { every: 2, batches: 1, finalBatches: 1 } }, { out: join(root, `${id}-train`) });
    expect(record).toMatchObject({ status: 'finished', steps: 4 });
  });
});

it.each(architectures.ids)('signal measures a %s on random tokens', async (architecture) => {
  const options: SignalOptions = { arms: ['pre', 'post'], depths: [1, 2], seeds: 2, batchSize: 2, width: 8 };
  const plan = signalPlan({ ...options, model: { nHeads: 2, architecture } }, engine);
  const { arms } = await runSignal(plan, inHere);
  // A norm on the sum: energy 1 after every block of the stack that answers.
  const energies = arms[1]?.depths.flatMap(({ streamEnergy }) => streamEnergy) ?? [];
  expect(energies).toHaveLength(3);
  for (const energy of energies) expect(energy).toBeCloseTo(1, 1);
});
