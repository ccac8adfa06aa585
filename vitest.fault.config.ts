import { defineConfig } from 'vitest/config';

/** What crashes leave behind: processes are killed at random moments, so it takes its time. */
export default defineConfig({
  test: { pool: 'forks', include: ['test/fault/**/*.test.ts'], fileParallelism: false, testTimeout: 600_000, hookTimeout: 600_000 },
});
