import { defineConfig } from 'vitest/config';

/** The dashboard: its server as an attacker and as its page meet it, and the page in Chromium. */
export default defineConfig({
  test: { pool: 'forks', include: ['test/serve/**/*.test.ts'], fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 },
});
