import { defineConfig } from 'vitest/config';

/** Our numbers against PyTorch's, live: needs a Python with torch. */
export default defineConfig({ test: { include: ['test/torch/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 300_000 } });
