/**
 * How our engines say where their step goes, by name: each opens an engine of so many threads and gives { engine, profile }.
 * `profile(program, warmUp)` is { stepMs, parts: [{ part, ms, gflop }] } and perhaps kernels, of the fastest step after the warm-up:
 * of one step, so that the parts add up. `gflop` is 0 for what is no product. Loaded when asked for: one needs what another does without.
 */
export const profilers = {
  native: async (threads) => (await import('./profile-native.mjs')).openNativeProfiled(threads),
  'ort-node': async (threads) => (await import('./profile-ort.mjs')).openOrtProfiled(threads),
};
