import { defineConfig } from 'vitest/config';

/** Studies on several workers, through a real Redis and a made-up Slurm: what dies is killed. */
export default defineConfig({
  test: { pool: 'forks', include: ['test/redis/**/*.test.ts'], fileParallelism: false, testTimeout: 120_000, hookTimeout: 60_000 },
});
