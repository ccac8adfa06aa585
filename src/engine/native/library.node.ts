/** A compiled step as a function. Calls are synchronous, so they belong into a child process. */
import { createRequire } from 'node:module';
import type Koffi from 'koffi';
import { installOptional } from '../optional.node.ts';
import { EngineUnavailable } from '../unavailable.ts';

export type Buffers = readonly (Float32Array | Int32Array | Uint8Array)[];

export interface Library {
  /**
   * Calls `nl_step`. The caller vouches that the library was made for these buffers, in this order and of these lengths.
   * @returns what it returns: 0 when all is well, 1 when an index lies outside its table.
   */
  run(io: Buffers, work: Float32Array, threads: number): number;
  /** Floats of arena that `nl_step` works in. */
  readonly arena: number;
  /** Ends its use. The code stays where it is: another may be running it. */
  close(): void;
}

interface Loaded {
  readonly step: Step;
  readonly arena: number;
}

type Step = (io: BigUint64Array, arena: Float32Array, threads: number) => number;

/** Bytes of stack that compiled code may use. */
const stack = 8 * 2 ** 20;

let koffi: typeof Koffi | undefined;
const steps = new Map<string, Loaded>();

/** @throws EngineUnavailable when the package is missing or cannot run here, or others use it with too small a stack. */
function load(): typeof Koffi {
  koffi ??= withStack(required());
  return koffi;
}

function required(): typeof Koffi {
  try {
    return createRequire(import.meta.url)('koffi') as typeof Koffi;
  } catch (error) {
    throw new EngineUnavailable('noKoffi', { detail: firstLine(error), install: installOptional('koffi') });
  }
}

/** The package belongs to the process, and can be told only before its first library: another copy of this module may have told it. */
function withStack(found: typeof Koffi): typeof Koffi {
  if ((found.config().sync_stack_size ?? 0) >= stack) return found;
  try {
    found.config({ sync_stack_size: stack });
    return found;
  } catch (error) {
    throw new EngineUnavailable('load', { detail: firstLine(error) });
  }
}

/** @throws EngineUnavailable when it cannot be loaded or has no `nl_step`. */
export function openLibrary(path: string): Library {
  const { address } = load();
  const { step, arena } = stepOf(path);
  let isOpen = true;
  return {
    arena,
    run: (io, work, threads) => {
      if (!isOpen) throw new Error('this library was closed');
      // Asking for the address of an array moves it off the heap for good: the addresses hold while the arrays live.
      const pointers = new BigUint64Array(io.length);
      for (const [i, buffer] of io.entries()) pointers[i] = address(buffer);
      return step(pointers, work, threads);
    },
    close: () => {
      isOpen = false;
    },
  };
}

/** Bytes of a line of the cache. A vector that lies across two takes two loads. */
const line = 64;

/** Zeros that begin where a line does. @throws EngineUnavailable as `openLibrary`. */
export function alignedFloats(length: number): Float32Array {
  const room = new ArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT + line);
  const past = Number(load().address(room) % BigInt(line));
  return new Float32Array(room, past === 0 ? 0 : line - past, length);
}

function stepOf(path: string): Loaded {
  const known = steps.get(path);
  if (known) return known;
  try {
    const library = load().load(path);
    const step = library.func('nl_step', 'int', ['void *', 'void *', 'int']) as Step;
    const loaded = { step, arena: Number(library.func('nl_arena', 'long', [])()) };
    steps.set(path, loaded);
    return loaded;
  } catch (error) {
    if (error instanceof EngineUnavailable) throw error;
    throw new EngineUnavailable('load', { detail: firstLine(error) });
  }
}

const firstLine = (error: unknown): string => (error as Error).message.split('\n')[0] as string;
