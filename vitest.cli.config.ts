import { defineConfig } from 'vitest/config';

/** The command line as a person uses it: slower, one process after the other. */
export default defineConfig({
  test: { pool: 'forks', include: ['test/cli/**/*.test.ts'], fileParallelism: false, testTimeout: 300_000, hookTimeout: 300_000 },
});
