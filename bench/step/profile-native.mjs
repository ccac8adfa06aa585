/** Where a step of compiled C spends its time: the same C with the clock read after each call. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emitProgram } from '../../dist/engine/native/c/program.js';
import { keyOf } from '../../dist/engine/native/cache.node.js';
import { nativeEngine } from '../../dist/engine/native/native.node.js';
import { openNative } from '../../dist/engine/native/open.node.js';
import { callsOf, kinds } from './calls.mjs';
import { kernelsOf, partsOf } from './parts.mjs';

const frame = readFileSync(new URL('laps.c', import.meta.url), 'utf8');
const framed = (program) => frame.replace('#include "step.c"', () => emitProgram(program));

export async function openNativeProfiled(threads) {
  const folder = mkdtempSync(join(tmpdir(), 'normlab-profile-'));
  const file = join(folder, 'laps');
  process.env.NORMLAB_LAPS = file;
  const toolchain = await openNative();
  return {
    engine: nativeEngine({ ...toolchain, key: keyOf(toolchain.key, frame) }, threads, framed),
    profile: (program, warmUp) => {
      const steps = readFileSync(file, 'utf8').trim().split('\n').slice(warmUp);
      rmSync(folder, { recursive: true });
      return summary(
        callsOf(emitProgram(program)),
        steps.map((line) => JSON.parse(line)),
      );
    },
  };
}

/** @param steps { step, laps } each, in milliseconds; a lap for each call. */
function summary(calls, steps) {
  const { step, laps } = steps.reduce((best, one) => (one.step < best.step ? one : best));
  const pieces = calls.map((call, at) => ({ ...call, ms: laps[at] }));
  return { stepMs: step, parts: partsOf(kinds, pieces), kernels: kernelsOf(pieces) };
}
