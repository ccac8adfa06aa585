import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'forks',
    // Reading every source anew for each test file takes longer than the tests.
    isolate: false,
    include: ['test/{contract,golden,property,unit}/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
