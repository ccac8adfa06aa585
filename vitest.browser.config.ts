import { defineConfig } from 'vitest/config';

/** The lab in a real browser, as a person uses it: one browser and one server after the other. */
export default defineConfig({
  test: { pool: 'forks', include: ['test/browser/**/*.test.ts'], fileParallelism: false, testTimeout: 60_000, hookTimeout: 60_000 },
});
