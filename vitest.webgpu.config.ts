import { defineConfig } from 'vitest/config';

/** The GPU engine on whatever adapter there is; on a CPU that plays one, a step takes seconds. One file after the other. */
export default defineConfig({
  test: { pool: 'forks', include: ['test/webgpu/**/*.test.ts'], fileParallelism: false, testTimeout: 300_000, hookTimeout: 300_000 },
});
