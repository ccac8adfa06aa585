import { defineConfig } from 'vitest/config';

/** Claims measured again at a reduced budget: does the sign of the committed evidence hold? */
export default defineConfig({
  test: { pool: 'forks', include: ['test/claims/**/*.test.ts'], fileParallelism: false, testTimeout: 180_000, hookTimeout: 180_000 },
});
