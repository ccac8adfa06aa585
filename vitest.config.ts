import { defineConfig } from 'vitest/config';

/** Its own folder, one file after the other (unless told otherwise), and so many seconds for each test and each hook. */
const project = (name: string, seconds: number, options: object = {}) => ({
  test: {
    name,
    pool: 'forks' as const,
    include: [`test/${name}/**/*.test.ts`],
    fileParallelism: false,
    testTimeout: seconds * 1000,
    hookTimeout: seconds * 1000,
    ...options,
  },
});

/** One project a script of package.json: `vitest run --project NAME`. */
export default defineConfig({
  test: {
    projects: [
      // No isolation: reading every source anew for each test file takes longer than the tests.
      project('quick', 60, {
        include: ['test/{contract,golden,unit}/**/*.test.ts'],
        isolate: false,
        fileParallelism: true,
        // Every core: the main process has little to do once the sources are read.
        maxWorkers: '100%',
      }),
      // Random models and graphs, simulated studies, finite differences of whole models: what takes many tries to find a fault.
      project('property', 120, { isolate: false, fileParallelism: true, maxWorkers: '100%' }),
      // The command line as a person uses it: mostly starts of one thread, so two files at a time.
      project('cli', 300, { fileParallelism: true, maxWorkers: 2 }),
      // Our numbers against PyTorch's, live: needs a Python with torch.
      project('torch', 300, { fileParallelism: true }),
      // The GPU engine on whatever adapter there is; on a CPU that plays one, a step takes seconds.
      project('webgpu', 300),
      // The lab in a real browser, as a person uses it: one browser and one server after the other.
      project('browser', 60),
      // The dashboard: its server as an attacker and as its page meet it, and the page in Chromium.
      project('serve', 120),
      // What crashes leave behind: processes are killed at random moments, so it takes its time.
      project('fault', 600),
      // Claims measured again at a reduced budget: does the sign of the committed evidence hold?
      project('claims', 180),
      // Studies on several workers, through a real Redis and a made-up Slurm: what dies is killed.
      project('redis', 120, { hookTimeout: 60_000 }),
      // Compiled C of random models under sanitizers: compiles for minutes, while another file computes.
      project('native', 600, { fileParallelism: true, maxWorkers: 2 }),
      // The commands of the READMEs and the guide, given as they are written, in the language of the page.
      project('pages', 200),
    ],
  },
});
