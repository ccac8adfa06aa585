/** Programs as C, compiled where they run. */
import { FailureError } from '../../core/errors.ts';
import type { NamedType, Program } from '../../graph/program.ts';
import { size } from '../../graph/tensor.ts';
import { verify } from '../../graph/verify.ts';
import { isOnDevice } from '../resident.ts';
import type { Data, DeviceValue, Engine, EngineDefinition, Session, Value } from '../types.ts';
import { buildLibrary, type Toolchain } from './build.node.ts';
import { emitProgram } from './c/program.ts';
import { alignedFloats, type Buffers, openLibrary } from './library.node.ts';
import { openNative } from './open.node.ts';
import { programKey } from './program-key.node.ts';

/** The step as C of its own, compiled by the machine's compiler. A call blocks its thread: use it in a child process. */
export const native: EngineDefinition = {
  id: 'native',
  title: { en: 'compiled C, made for the model and this machine', zh: '为该模型和本机生成并编译的 C' },
  check: openNative,
  open: async ({ threads }) => nativeEngine(await openNative(), threads),
};

/** @param emit makes C of a program; another one needs another key in the toolchain. */
export const nativeEngine = (toolchain: Toolchain, threads: number, emit: (program: Program) => string = emitProgram): Engine =>
  new NativeEngine(toolchain, threads, emit);

class NativeEngine implements Engine {
  readonly float = Float32Array;
  readonly description;
  private readonly memory = new Memory();

  constructor(
    private readonly toolchain: Toolchain,
    private readonly threads: number,
    private readonly emit: (program: Program) => string,
  ) {
    this.description = { id: 'native', threads, version: versionOf(toolchain), device: 'cpu' };
  }

  compile = (program: Program): Promise<Session> => this.compileResident(program, () => false) as Promise<Session>;

  async compileResident(program: Program, stays: (output: string) => boolean): Promise<Session<Value>> {
    verify(program);
    const library = openLibrary(await buildLibrary(this.toolchain, programKey(program), () => [this.emit(program)]));
    const inputs = program.inputs.map(fitter);
    const outputs = program.outputs.map(({ name, tensor }) => ({ name, length: size(tensor.shape), stays: stays(name) }));
    return {
      run: async (feeds) => {
        const results = outputs.map(({ length, stays }) => (stays ? this.memory.take(length) : new Float32Array(length)));
        const io: Buffers = [...inputs.map((arrayOf) => arrayOf(feeds)), ...results];
        const fault = library.run(io, this.memory.arena(library.arena), this.threads);
        if (fault !== 0) throw new FailureError('error.engineFailed', { engine: 'native', detail: 'an index lies outside its table' });
        return Object.fromEntries(
          outputs.map(({ name, stays }, i) => {
            const data = results[i] as Float32Array;
            return [name, stays ? new Held(data, this.memory) : data];
          }),
        );
      },
      release: async () => library.close(),
    };
  }
}

/** Two of the same version compute the same bits. */
const versionOf = ({ compiler, key }: Toolchain): string => `${compiler.version.split('\n')[0]}, ${key.slice(0, 8)}`;

const arrays = { float: Float32Array, int: Int32Array, bool: Uint8Array } as const;

/** Finds an input among the feeds as the array that compiled code reads. */
function fitter({ name, shape, dtype }: NamedType): (feeds: Readonly<Record<string, Value>>) => Float32Array | Int32Array | Uint8Array {
  const Fitting = arrays[dtype];
  const length = size(shape);
  // Only what is fed as another type needs it.
  let converted: InstanceType<typeof Fitting> | undefined;
  return (feeds) => {
    const fed = feeds[name];
    if (!fed) throw new Error(`nothing was fed to input "${name}"`);
    const data = isOnDevice(fed) ? (fed as Held).data : fed;
    if (data.length !== length) throw new Error(`input "${name}" takes ${length} numbers, not ${data.length}`);
    if (data instanceof Fitting) return data;
    converted ??= new Fitting(length);
    converted.set(data);
    return converted;
  };
}

/** What a step leaves for the next. */
class Held implements DeviceValue {
  private held = true;

  constructor(
    readonly data: Float32Array,
    private readonly memory: Memory,
  ) {}

  download = async (): Promise<Data> => this.data.slice();

  release(): void {
    if (this.held) this.memory.give(this.data);
    this.held = false;
  }
}

/** Arrays that are used again: a step's results are as long as those of the step before the last. */
class Memory {
  private readonly free = new Map<number, Float32Array[]>();
  private work: Float32Array = new Float32Array(0);

  take = (length: number): Float32Array => this.free.get(length)?.pop() ?? alignedFloats(length);

  give(data: Float32Array): void {
    this.free.set(data.length, [...(this.free.get(data.length) ?? []), data]);
  }

  /** What a step works in: one for all sessions, as no two run at once. */
  arena(length: number): Float32Array {
    if (this.work.length < length) this.work = alignedFloats(length);
    return this.work;
  }
}
