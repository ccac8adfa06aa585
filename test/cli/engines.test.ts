/** What runs, and what is said, where engines are missing: no package, as behind a firewall, or no compiler. */
import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { inFolder, normlab } from './normlab.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const spec = { model: { placement: 'pre', nLayers: 1, dModel: 16, nHeads: 2, seqLen: 8 }, steps: 2, batchSize: 2 };

/** The built program, as npm leaves it where these packages cannot be installed. */
function installWithout(left: readonly string[], folder: string): void {
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true, filter: (path) => !/\.(d\.ts|map|tsbuildinfo)$/.test(path) });
  cpSync(join(root, 'src/engine/native/runtime'), join(folder, 'src/engine/native/runtime'), { recursive: true });
  const packages = readdirSync(join(root, 'node_modules')).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(root, 'node_modules', name)).map((inner) => `${name}/${inner}`) : [name],
  );
  for (const name of packages.filter((one) => !left.includes(one) && !one.startsWith('.'))) {
    const to = join(folder, 'node_modules', name);
    mkdirSync(dirname(to), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), to);
  }
}

const engineOf = (folder: string): string =>
  (JSON.parse(readFileSync(join(folder, 'run', 'run.json'), 'utf8')) as { run: { engine: { id: string } } }).run.engine.id;

const hereOf = (stdout: string): Record<string, string> =>
  Object.fromEntries((JSON.parse(stdout) as { id: string; here: string }[]).map(({ id, here }) => [id, here]));

it('says at the start which engine runs, why, and the command that mends it; list engines says what can run', async () => {
  await inFolder(async (folder) => {
    installWithout(['onnxruntime-node', 'koffi'], folder);
    const run = (...args: string[]) =>
      promisify(execFile)(process.execPath, [join(folder, 'dist/cli/main.js'), ...args], {
        cwd: folder,
        env: { ...process.env, LANG: 'C', COLUMNS: '200', XDG_CACHE_HOME: join(folder, 'cache') },
      });
    writeFileSync(join(folder, 'spec.json'), JSON.stringify(spec));
    const koffi = /npm install --ignore-scripts koffi@\d/;
    const onnxRuntime = /npm install --ignore-scripts onnxruntime-node@\d/;
    const { stderr, stdout } = await run('train', 'spec.json', '--out', 'run');
    expect(stderr).toMatch(/Runs on ort-wasm\. native is faster, but cannot run here\. .* ort-node is faster, but cannot run here\. /);
    expect(stderr).toMatch(koffi);
    expect(stderr).toMatch(onnxRuntime);
    expect(stdout).toContain('finished');
    expect(engineOf(folder)).toBe('ort-wasm');
    expect((await run('signal', '--arms', 'pre', '--depths', '2', '--seeds', '1', '--lang', 'zh')).stderr).toMatch(/使用 ort-wasm 运行。/);
    const here = hereOf((await run('list', '--json', 'engines')).stdout);
    expect([here['ort-wasm'], here.reference]).toEqual(['runs', 'runs']);
    expect(here.native).toMatch(koffi);
    expect(here['ort-node']).toMatch(onnxRuntime);
    expect((await run('list', 'engines')).stdout).toContain('on this machine');
  });
});

it('runs on ONNX Runtime where there is no compiler, or one that fails, and says which mends it', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'spec.json'), JSON.stringify(spec));
    const broken = join(folder, 'broken');
    writeFileSync(broken, '#!/bin/sh\necho "a note" >&2\necho "x.c:1: error: no headers" >&2\nexit 1\n');
    chmodSync(broken, 0o755);
    const cases = [
      { env: { PATH: join(folder, 'empty'), CC: '' }, said: /C compiler.*"(sudo )?(apt|dnf|apk|zypper|pacman|xcode-select) / },
      { env: { CC: broken }, said: /x\.c:1: error: no headers/ },
      { env: { CC: 'no-such-program' }, said: /no-such-program/ },
    ];
    for (const [i, { env, said }] of cases.entries()) {
      const cwd = join(folder, String(i));
      mkdirSync(cwd);
      const { code, stderr } = await normlab(['train', '../spec.json', '--out', 'run'], { cwd, env });
      expect([code, engineOf(cwd)]).toEqual([0, 'ort-node']);
      expect(stderr).toMatch(/Runs on ort-node\. native is faster, but cannot run here\. /);
      expect(stderr).toMatch(said);
      const listed = hereOf((await normlab(['list', '--json', 'engines'], { cwd, env })).stdout);
      expect(listed.native).toMatch(said);
      // Asked for by name, it is that or nothing.
      writeFileSync(join(cwd, 'forced.json'), JSON.stringify({ ...spec, engine: 'native' }));
      const forced = await normlab(['train', 'forced.json', '--out', 'forced'], { cwd, env });
      expect([forced.code, forced.stderr]).toEqual([1, expect.stringMatching(said)]);
    }
  });
});

it('compiles where there is a compiler, says nothing of it, and keeps the code for the user alone', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'spec.json'), JSON.stringify(spec));
    const env = { XDG_CACHE_HOME: join(folder, 'cache') };
    // Two at once, which both find nothing: neither disturbs the other.
    const ended = await Promise.all(['run', 'twin'].map((out) => normlab(['train', 'spec.json', '--out', out], { cwd: folder, env })));
    for (const { code, stderr } of ended) expect([code, stderr.includes('faster'), stderr.includes('kept')]).toEqual([0, false, false]);
    expect(engineOf(folder)).toBe('native');
    const losses = (out: string) => readFileSync(join(folder, out, 'events.jsonl'), 'utf8').match(/"loss":[^,}]+/g);
    expect(losses('run')?.length).toBeGreaterThan(2);
    expect(losses('twin')).toEqual(losses('run'));
    const kept = readdirSync(join(folder, 'cache', 'normlab', 'native'));
    expect(kept.length).toBeGreaterThan(2);
    expect(kept.filter((name) => name.includes('.'))).toEqual([]);
    expect(hereOf((await normlab(['list', '--json', 'engines'], { cwd: folder, env })).stdout).native).toBe('runs');
    chmodSync(join(folder, 'cache', 'normlab', 'native'), 0o777);
    const open = await normlab(['train', 'spec.json', '--out', 'again'], { cwd: folder, env });
    expect([open.code, open.stderr]).toEqual([
      0,
      expect.stringMatching(/Compiled code is kept in .*, not in .*cache.*others can write to/),
    ]);
  });
});
