/** Where a step of ONNX Runtime spends its time: its own profile of its nodes, put together by kind. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { ortNode } from '../../dist/engine/ort-node.node.js';
import { partsOf } from './parts.mjs';

const products = ['Gemm', 'MatMul', 'FusedMatMul'];
const moves = ['Transpose', 'Concat', 'Split', 'Slice', 'Gather', 'Expand', 'Reshape', 'Identity', 'Cast'];

/** What a node counts as, by its operator and the axes of its output: the first that fits. */
const kinds = [
  ['products with weights', (op, axes) => products.includes(op) && axes === 2],
  ['products of heads', (op) => products.includes(op)],
  ['softmax', (op) => op.endsWith('Softmax')],
  ['sums', (op) => op.startsWith('Reduce')],
  ['moves', (op) => moves.includes(op)],
  ['element by element', () => true],
];

/** Sessions that are made from now on write profiles. */
export async function openOrtProfiled(threads) {
  const folder = mkdtempSync(join(tmpdir(), 'normlab-profile-'));
  const made = [];
  const { create } = InferenceSession;
  InferenceSession.create = async (model, options) => {
    const profiled = { ...options, enableProfiling: true, profileFilePrefix: join(folder, 'step') };
    made.push(await create.call(InferenceSession, model, profiled));
    return made.at(-1);
  };
  return {
    engine: await ortNode.open({ threads }),
    profile: (_program, warmUp) => {
      for (const session of made) session.endProfiling();
      const [file] = readdirSync(folder);
      const events = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      rmSync(folder, { recursive: true });
      return summary(events, warmUp);
    },
  };
}

function summary(events, warmUp) {
  const runs = events.filter(({ name }) => name === 'model_run').map(({ dur }) => dur);
  const fastest = runs.indexOf(Math.min(...runs.slice(warmUp)), warmUp);
  const nodes = new Map();
  for (const { cat, name, dur, args } of events) {
    if (cat !== 'Node' || !name.endsWith('_kernel_time')) continue;
    if (!nodes.has(name)) nodes.set(name, { args, durations: [] });
    nodes.get(name).durations.push(dur);
  }
  const pieces = [...nodes.values()].map(({ args, durations }) => {
    const shape = shapesOf(args.output_type_shape)[0] ?? [];
    const [part] = kinds.find(([, fits]) => fits(args.op_name, shape.length));
    const gflop = products.includes(args.op_name) ? productFlops(shapesOf(args.input_type_shape)[0], shape) / 1e9 : 0;
    return { part, ms: durations[fastest] / 1000, gflop };
  });
  const names = kinds.map(([part]) => part);
  return { stepMs: runs[fastest] / 1000, parts: partsOf(names, pieces) };
}

const shapesOf = (types) => types.flatMap((type) => Object.values(type));
const size = (shape) => shape.reduce((a, b) => a * b, 1);

/** [.., m, k] by [.., k, n], whichever of them is transposed: the first one has an element for each row of the result and k. */
const productFlops = (first, result) => 2 * size(first) * result.at(-1);
