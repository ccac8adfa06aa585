/** An engine that computes nothing: it remembers the programs it is given. */
import type { Program } from '../../graph/program.ts';
import { size } from '../../graph/tensor.ts';
import type { Data, Engine } from '../types.ts';

const arrays = { float: Float32Array, int: Int32Array, bool: Uint8Array } as const;

/** Every run gives zeros. @param programs those it is asked to compile are added, in their order. */
export const dryEngine = (programs: Program[]): Engine => ({
  description: { id: 'dry', threads: 1, version: '', device: 'cpu' },
  float: Float32Array,
  compile: async (program) => {
    programs.push(program);
    const zeros = (): Record<string, Data> =>
      Object.fromEntries(program.outputs.map(({ name, tensor }) => [name, new arrays[tensor.dtype](size(tensor.shape))]));
    return { run: async () => zeros(), release: async () => undefined };
  },
});
