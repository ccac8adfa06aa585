/** What is said where the native engine is missing, as behind a firewall: the built program in a folder without its package. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { inFolder, normlab } from './normlab.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const spec = { model: { placement: 'pre', nLayers: 1, dModel: 16, nHeads: 2, seqLen: 8 }, steps: 2, batchSize: 2 };

function installWithoutNative(folder: string): void {
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true, filter: (path) => !/\.(d\.ts|map|tsbuildinfo)$/.test(path) });
  const packages = readdirSync(join(root, 'node_modules')).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(root, 'node_modules', name)).map((inner) => `${name}/${inner}`) : [name],
  );
  for (const name of packages.filter((one) => one !== 'onnxruntime-node' && !one.startsWith('.'))) {
    const to = join(folder, 'node_modules', name);
    mkdirSync(dirname(to), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), to);
  }
}

it('says at the start which engine runs, why, and the command that mends it; list engines says what can run', async () => {
  await inFolder(async (folder) => {
    installWithoutNative(folder);
    const run = (...args: string[]) =>
      promisify(execFile)(process.execPath, [join(folder, 'dist/cli/main.js'), ...args], {
        cwd: folder,
        env: { ...process.env, LANG: 'C', COLUMNS: '200' },
      });
    writeFileSync(join(folder, 'spec.json'), JSON.stringify(spec));
    const mend = /npm install --ignore-scripts onnxruntime-node@\d/;
    const { stderr, stdout } = await run('train', 'spec.json', '--out', 'run');
    expect(stderr).toMatch(/Runs on ort-wasm\. ort-node is faster/);
    expect(stderr).toMatch(mend);
    expect(stdout).toContain('finished');
    expect((await run('signal', '--arms', 'pre', '--depths', '2', '--seeds', '1', '--lang', 'zh')).stderr).toMatch(/使用 ort-wasm 运行。/);
    const listed = JSON.parse((await run('list', '--json', 'engines')).stdout) as { id: string; here: string }[];
    const here = Object.fromEntries(listed.map(({ id, here: said }) => [id, said]));
    expect([here['ort-wasm'], here.reference]).toEqual(['runs', 'runs']);
    expect(here['ort-node']).toMatch(mend);
    expect((await run('list', 'engines')).stdout).toContain('on this machine');
  });
});

it('says nothing of it where the native engine is installed', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'spec.json'), JSON.stringify(spec));
    const { code, stderr } = await normlab(['train', 'spec.json', '--out', 'run'], { cwd: folder });
    expect([code, stderr.includes('faster')]).toEqual([0, false]);
    const listed = JSON.parse((await normlab(['list', '--json', 'engines'], { cwd: folder })).stdout) as { here: string }[];
    expect(listed[0]?.here).toBe('runs');
  });
});
