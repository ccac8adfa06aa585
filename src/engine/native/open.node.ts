/** Whether the native engine can run here, found out by doing it once. */

import { EngineUnavailable } from '../unavailable.ts';
import { buildLibrary, openToolchain, type Toolchain } from './build.node.ts';
import { openLibrary } from './library.node.ts';

/** The engine's id in its family. */
export const nativeId = 'native';

/** Compiles, loads and calls a step that does nothing. @throws EngineUnavailable saying why one of them fails. */
export async function openNative(): Promise<Toolchain> {
  const toolchain = await openToolchain();
  const library = openLibrary(await buildLibrary(toolchain, nothing, () => [nothing]));
  const answer = library.run([], new Float32Array(1), 1);
  library.close();
  if (answer !== expected) throw new EngineUnavailable('load', { detail: `nl_step: ${answer}` });
  return toolchain;
}

const expected = 29;
const nothing = `int nl_step(void **io, float *arena, int threads) { (void)io; (void)arena; (void)threads; return ${expected}; }\nlong nl_arena(void) { return 0; }\n`;
