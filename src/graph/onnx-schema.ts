/** The part of the ONNX model format that is written, with the field numbers of the ONNX specification. */
import { bytes, each, float, int, message, packed, text } from '../core/protobuf.ts';

const dimension = message({ dimValue: [1, int] });
const shape = message({ dim: [1, each(dimension)] });
const tensorType = message({ elemType: [1, int], shape: [2, shape] });
const valueInfo = message({ name: [1, text], type: [2, message({ tensorType: [1, tensorType] })] });

export const attribute = message({ name: [1, text], f: [2, float], i: [3, int], s: [4, bytes], ints: [8, packed], type: [20, int] });
/** Types of attributes, as their field `type` has them. */
export const attributeType = { float: 1, int: 2, string: 3, ints: 7 } as const;

export const node = message({
  input: [1, each(text)],
  output: [2, each(text)],
  name: [3, text],
  opType: [4, text],
  attribute: [5, each(attribute)],
  domain: [7, text],
});

export const tensor = message({ dims: [1, packed], dataType: [2, int], name: [8, text], rawData: [9, bytes] });

export const graph = message({
  node: [1, each(node)],
  name: [2, text],
  initializer: [5, each(tensor)],
  input: [11, each(valueInfo)],
  output: [12, each(valueInfo)],
});

const operatorSet = message({ domain: [1, text], version: [2, int] });

export const model = {
  irVersion: [1, int],
  producerName: [2, text],
  graph: [7, graph],
  opsetImport: [8, each(operatorSet)],
} as const;
