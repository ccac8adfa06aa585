/** The ONNX writer, read back with code generated from ONNX's own schema: names of inputs and outputs survive, whatever the outputs are. */
import { fromBinary } from '@bufbuild/protobuf';
import { beforeAll, describe, expect, it } from 'vitest';
import { ortNode } from '../../../src/engine/ort-node.node.ts';
import type { Data, Engine, Feeds } from '../../../src/engine/types.ts';
import { add, greater, layerNorm, matmul, mul, neg, relu, split, sum, toFloat, transpose } from '../../../src/graph/math.ts';
import { toOnnx } from '../../../src/graph/onnx.ts';
import { newGraph, type Program, program } from '../../../src/graph/program.ts';
import type { Tensor } from '../../../src/graph/tensor.ts';
import { AttributeProto_AttributeType, ModelProtoSchema } from '../../helper/onnx/onnx_pb.ts';

const parse = (named: Program) => fromBinary(ModelProtoSchema, toOnnx(named));

describe('a model', () => {
  const graph = newGraph();
  const x = graph.input('layers.0/x:y', [2, 3]);
  const named = program({ 'next:a': add(x, graph.constant([1, 2, 3], [3])), counted: graph.input('count', [], 'int') });
  const { graph: written, opsetImport, irVersion } = parse(named);

  it('declares inputs and outputs by their names, types and shapes', () => {
    const describeValue = (value: {
      name: string;
      type?: { tensorType?: { elemType: number; shape?: { dim: { dimValue: bigint }[] } } };
    }) => ({
      name: value.name,
      type: value.type?.tensorType?.elemType,
      shape: value.type?.tensorType?.shape?.dim.map(({ dimValue }) => Number(dimValue)),
    });
    expect(written?.input.map(describeValue)).toEqual([
      { name: 'layers.0/x:y', type: 1, shape: [2, 3] },
      { name: 'count', type: 6, shape: [] },
    ]);
    expect(written?.output.map(describeValue)).toEqual([
      { name: 'next:a', type: 1, shape: [2, 3] },
      { name: 'counted', type: 6, shape: [] },
    ]);
  });

  it('is of the versions that every ONNX Runtime since 1.20 reads', () => {
    expect(irVersion).toBe(10n);
    expect(opsetImport.map(({ domain, version }) => [domain, version])).toEqual([
      ['', 21n],
      ['com.microsoft', 1n],
    ]);
  });

  it('assigns each name once, and uses none before it is there', () => {
    const known = new Set([...(written?.input ?? []).map(({ name }) => name), ...(written?.initializer ?? []).map(({ name }) => name)]);
    for (const { input, output } of written?.node ?? []) {
      for (const name of input) expect(known.has(name), name).toBe(true);
      for (const name of output) {
        expect(known.has(name), name).toBe(false);
        known.add(name);
      }
    }
  });
});

it('equal small constants are written once, long ones each by itself', () => {
  const graph = newGraph();
  const x = graph.input('x', [2, 2]);
  const y = sum(sum(x, { axes: [1] }), { axes: [0] });
  const z = sum(sum(neg(x), { axes: [1] }), { axes: [0] });
  expect(parse(program({ y, z })).graph?.initializer.length).toBe(2);
});

it('constants leave in float32, bit for bit', () => {
  const graph = newGraph();
  const { graph: written } = parse(program({ y: mul(graph.input('x', [3]), graph.constant([0.1, Number.NaN, -0.5], [3])) }));
  const raw = written?.initializer[0]?.rawData as Uint8Array;
  expect(new Float32Array(raw.slice().buffer)).toEqual(Float32Array.of(0.1, Number.NaN, -0.5));
});

it('attributes are of the type that the specification gives each', () => {
  const graph = newGraph();
  const x = graph.input('x', [2, 3]);
  const gain = graph.input('g', [3]);
  const { graph: written } = parse(program({ y: transpose(layerNorm(x, gain, gain, 0.25), [1, 0]) }));
  const found = new Map(written?.node.flatMap(({ attribute }) => attribute.map((one) => [one.name, one] as const)));
  expect(found.get('epsilon')).toMatchObject({ type: AttributeProto_AttributeType.FLOAT, f: 0.25 });
  expect(found.get('axis')).toMatchObject({ type: AttributeProto_AttributeType.INT, i: -1n });
  expect(found.get('perm')).toMatchObject({ type: AttributeProto_AttributeType.INTS, ints: [1n, 0n] });
});

describe('outputs of every kind come back from the engine', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await ortNode.open({ threads: 1 });
  });

  async function run(outputs: Record<string, Tensor>, feeds: Feeds): Promise<Record<string, number[]>> {
    const session = await engine.compile(program(outputs));
    const results = await session.run(feeds);
    await session.release();
    return Object.fromEntries(Object.entries(results).map(([name, data]) => [name, Array.from(data as Data)]));
  }
  const x = Float64Array.of(1, -2);

  it('an input handed straight out', async () => {
    const input = newGraph().input('x', [2]);
    expect(await run({ y: input, z: neg(input) }, { x })).toEqual({ y: [1, -2], z: [-1, 2] });
  });
  it('one tensor under two names', async () => {
    const y = neg(newGraph().input('x', [2]));
    expect(await run({ y, again: y, more: y }, { x })).toEqual({ y: [-1, 2], again: [-1, 2], more: [-1, 2] });
  });
  it('a constant, alone and under two names', async () => {
    const graph = newGraph();
    const c = graph.constant([3, 4], [2]);
    expect(await run({ c, d: c, y: add(graph.input('x', [2]), c) }, { x })).toEqual({ c: [3, 4], d: [3, 4], y: [4, 2] });
  });
  it('an output that other nodes read', async () => {
    const y = neg(newGraph().input('x', [2]));
    expect(await run({ y, z: mul(y, 10) }, { x })).toEqual({ y: [-1, 2], z: [-10, 20] });
  });
  it('one of several outputs of a node', async () => {
    const parts = split(newGraph().input('x', [2]), 0, [1, 1]);
    expect(await run({ second: parts[1] as Tensor }, { x })).toEqual({ second: [-2] });
  });
  it('scalars, and inputs of every type', async () => {
    const graph = newGraph();
    const mask = toFloat(graph.input('mask', [2], 'bool'));
    const product = matmul(graph.input('x', [1, 2]), graph.input('w', [2, 1]));
    const count = graph.input('n', [1], 'int');
    const outputs = { kept: mask, product, next: add(graph.input('s', []), 1), hit: greater(relu(product), 0), count, again: count };
    const feeds = { x, w: Float64Array.of(1, 1), mask: Uint8Array.of(1, 0), s: Float64Array.of(7), n: Int32Array.of(5) };
    expect(await run(outputs, feeds)).toEqual({ kept: [1, 0], product: [-1], next: [8], hit: [0], count: [5], again: [5] });
  });
});
