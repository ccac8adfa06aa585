/** Programs as ONNX model bytes. Each op says its own lowering; this file only names values and packs messages. */
import { encode, type ValuesOf } from '../core/protobuf.ts';
import { type attribute, attributeType, type graph, model, type node, type tensor } from './onnx-schema.ts';
import type { Program } from './program.ts';
import type { DType, EmitOptions, Node, OnnxEmitter, Shape, Tensor } from './tensor.ts';

/** IR 10 and opset 21: what every ONNX Runtime since 1.20 reads. */
const irVersion = 10;
const opset = 21;
const elementType = { float: 1, int: 6, int64: 7, bool: 9 } as const;

export interface OnnxOptions {
  /** See {@link OnnxEmitter.fused}. */
  readonly fused?: boolean;
}

/** ONNX bytes of a program in float32; inputs and outputs keep their names. */
export function toOnnx(program: Program, { fused = true }: OnnxOptions = {}): Uint8Array {
  const writer = new Writer(program, fused);
  for (const node of program.nodes) writer.add(node);
  const info = (name: string, { shape, dtype }: { shape: Shape; dtype: DType }) => ({
    name,
    type: { tensorType: { elemType: elementType[dtype], shape: { dim: shape.map((dimValue) => ({ dimValue })) } } },
  });
  return toModel({
    name: 'normlab',
    node: writer.nodes,
    initializer: writer.initializers,
    input: program.inputs.map((input) => info(input.name, input)),
    output: program.outputs.map(({ name, tensor }) => info(name, tensor)),
  });
}

/** A model that hands the floats of x through as y, whatever their shape. */
export function copyOnnx(): Uint8Array {
  const info = (name: string) => ({ name, type: { tensorType: { elemType: elementType.float } } });
  const node = [{ opType: 'Identity', input: ['x'], output: ['y'] }];
  return toModel({ name: 'copy', node, input: [info('x')], output: [info('y')] });
}

const toModel = (named: ValuesOf<typeof graph>): Uint8Array =>
  encode(model, {
    irVersion,
    producerName: 'normlab',
    graph: named,
    opsetImport: [{ version: opset }, { domain: 'com.microsoft', version: 1 }],
  });

/** Names of its own begin with #, which no input or output does. */
class Writer implements OnnxEmitter {
  readonly nodes: ValuesOf<typeof node>[] = [];
  readonly initializers: ValuesOf<typeof tensor>[] = [];
  private readonly shared = new Map<string, string>();
  private fresh = 0;
  private readonly names = new Map<Tensor, string>();

  constructor(
    program: Program,
    readonly fused: boolean,
  ) {
    for (const node of program.nodes) {
      if (node.op === 'input') this.names.set(node.outputs[0] as Tensor, String(node.attributes.name));
    }
    for (const { name, tensor } of program.outputs) this.nameOutput(name, tensor);
  }

  /** A tensor under two names, or an input handed straight out, leaves through an Identity. */
  private nameOutput(name: string, tensor: Tensor): void {
    if (!this.names.has(tensor) && tensor.node.op !== 'constant') this.names.set(tensor, name);
    else this.aliases.push({ name, tensor });
  }

  private readonly aliases: { name: string; tensor: Tensor }[] = [];

  add(node: Node): void {
    if (node.op === 'constant')
      this.names.set(node.outputs[0] as Tensor, this.float(node.attributes.data as Float64Array, (node.outputs[0] as Tensor).shape));
    else if (node.op !== 'input') node.graph.op(node.op).onnx(this, node);
    for (const { name, tensor } of this.aliases) {
      if (tensor.node === node) this.emit('Identity', [this.name(tensor)], { outputs: [name] });
    }
  }

  name = (tensor: Tensor): string => {
    const found = this.names.get(tensor);
    if (found !== undefined) return found;
    const name = `#v${tensor.node.id}.${tensor.index}`;
    this.names.set(tensor, name);
    return name;
  };

  outputs = (node: Node): string[] => node.outputs.map(this.name);

  emit(opType: string, inputs: readonly string[], { attributes = {}, domain = '', outputs }: EmitOptions = {}): string[] {
    const output = outputs ?? [`#t${this.fresh++}`];
    const attribute = Object.entries(attributes).map(([name, value]) => packAttribute(name, value));
    this.nodes.push({ opType, ...(domain && { domain }), name: `n${this.nodes.length}`, input: inputs, output, attribute });
    return [...output];
  }

  float(data: ArrayLike<number>, shape: Shape): string {
    return this.initializer(elementType.float, Float32Array.from(data), shape);
  }

  ints(values: readonly number[], shape: Shape = [values.length]): string {
    return this.initializer(elementType.int64, BigInt64Array.from(values, BigInt), shape);
  }

  int32(values: readonly number[], shape: Shape): string {
    return this.initializer(elementType.int, Int32Array.from(values), shape);
  }

  private initializer(dataType: number, data: Float32Array | BigInt64Array | Int32Array, shape: Shape): string {
    const key = data.length <= 64 ? `${dataType}/${shape}/${data.join()}` : `#${this.initializers.length}`;
    const known = this.shared.get(key);
    if (known) return known;
    const name = `#c${this.initializers.length}`;
    const rawData = new Uint8Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) as ArrayBuffer);
    this.initializers.push({ name, dataType, dims: shape, rawData });
    this.shared.set(key, name);
    return name;
  }
}

function packAttribute(name: string, value: number | string | readonly number[] | { readonly float: number }): ValuesOf<typeof attribute> {
  const { float, int, ints, string } = attributeType;
  if (typeof value === 'number') return { name, type: int, ...(value !== 0 && { i: value }) };
  if (typeof value === 'string') return { name, type: string, s: new TextEncoder().encode(value) };
  if ('float' in value) return { name, type: float, ...(value.float !== 0 && { f: value.float }) };
  return { name, type: ints, ints: value };
}
