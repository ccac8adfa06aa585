import { FailureError } from '../core/errors.ts';
import { neg } from '../graph/math.ts';
import { newGraph, program } from '../graph/program.ts';
import type { Engine } from './types.ts';

/** An engine that has an adapter. It is only looked for when a session is made, so make the smallest one. @throws FailureError */
export async function withAdapter(engine: Engine): Promise<Engine> {
  try {
    const session = await engine.compile(program({ y: neg(newGraph().input('x', [1])) }));
    await session.release();
    return engine;
  } catch (error) {
    // The engine's own sentence wraps the runtime's: keep the latter.
    const detail = error instanceof FailureError ? String(error.values.detail) : String(error);
    throw new FailureError('error.noAdapter', { detail });
  }
}
