/** A full disk: one sentence, exit code 1, every file that is there is whole, and with room again it goes on. */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { inFolder, normlab, readJson } from './normlab.ts';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const namespace = ['--user', '--map-root-user', '--mount'];
/** Skipped only where the system lets nobody mount a small disk. */
const skip = spawnSync('unshare', [...namespace, 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp']).status !== 0;

/**
 * Runs a script of bash in a folder whose `disk` has so many KiB. `normlab` is the command line; `whole` prints what is half-written.
 * What is on the small disk goes when the script ends: it copies out what is to be looked at.
 */
function onSmallDisk(folder: string, kibibytes: number, script: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const all = `
    normlab() { ${process.execPath} ${dist}/cli/main.js "$@"; }
    whole() {
      find disk -name "*.tmp" | sed "s/^/LEFT /"
      for f in $(find disk -name "*.json"); do ${process.execPath} -e "JSON.parse(require('fs').readFileSync('$f'))" || echo "TORN $f"; done
    }
    mkdir disk && mount -t tmpfs -o size=${kibibytes}k tmpfs disk
    ${script}`;
  const child = spawn('unshare', [...namespace, 'bash', '-c', all], { cwd: folder, env: { ...process.env, LANG: 'C', LC_ALL: '' } });
  const [stdout, stderr]: [string[], string[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout: stdout.join(''), stderr: stderr.join('') })));
}

/** The sentence, and nothing of the machinery behind it. */
function expectFull({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): void {
  expect(stderr).toMatch(/The disk is full: .* was not written/);
  expect(stderr).not.toMatch(/^\s+at |ENOSPC/m);
  expect(stdout).not.toMatch(/LEFT|TORN/);
}

it('compare says that the disk is full and leaves nothing half-written', { skip }, async () => {
  await inFolder(async (folder) => {
    const flags = '--depth 1 --width 8 --heads 2 --context 8 --batch 4 --steps 200 --seeds 3 --task copy --out disk/out';
    const ended = await onSmallDisk(folder, 64, `normlab compare ${flags}; code=$?; whole; exit $code`);
    expectFull(ended);
    expect(ended.code).toBe(1);
  });
});

const spec = `
model: { placement: sandwich, nLayers: 1, dModel: 8, nHeads: 2, seqLen: 8, dropout: 0.1 }
task: copy
steps: 1500
checkpointSeconds: 0
`;

it('train stops in the middle, and with room again ends in the bits of any other', { skip }, async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'spec.yaml'), spec);
    expect((await normlab(['train', 'spec.yaml', '--out', 'whole'], { cwd: folder })).code).toBe(0);
    const script = `
      head -c 1000k /dev/zero > disk/ballast
      normlab train spec.yaml --out disk/cut; code=$?
      whole; ls disk/cut/checkpoints | sed "s/^/KEPT /"
      rm disk/ballast
      normlab train spec.yaml --out disk/cut --resume > again.txt || exit 9
      cp -r disk/cut cut; exit $code`;
    const ended = await onSmallDisk(folder, 1200, script);
    expectFull(ended);
    expect(ended.code).toBe(1);
    // It did not begin anew: a checkpoint was there when the room ended.
    expect(ended.stdout).toMatch(/KEPT step-\d+\.safetensors/);
    for (const file of ['events.jsonl', 'checkpoints/final.safetensors'])
      expect(readFileSync(join(folder, 'cut', file)).equals(readFileSync(join(folder, 'whole', file))), file).toBe(true);
  });
});

const study = `
arms: [post, pre]
run:
  task: { id: copy, symbols: 3 }
  model: { nLayers: 1, dModel: 8, nHeads: 2, seqLen: 8 }
  steps: 100
  batchSize: 4
tune: { lr: [0.003, 0.01], warmup: [0] }
seeds: { select: 1, judge: 3 }
`;

it('study stops, and with room again ends in the numbers of any other', { skip }, async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'study.yaml'), study);
    expect((await normlab(['study', 'study.yaml', '--json', 'whole.json', '--jobs', '2'], { cwd: folder })).code).toBe(0);
    const script = `
      head -c 1950k /dev/zero > disk/ballast
      normlab study study.yaml --out disk/out --jobs 2; code=$?; whole
      rm disk/ballast
      normlab study study.yaml --out disk/out --json cut.json --jobs 2 > again.txt || exit 9
      normlab verify disk/out --sample 2 > verified.txt || exit 8
      exit $code`;
    const ended = await onSmallDisk(folder, 2048, script);
    expectFull(ended);
    expect(ended.code, ended.stderr).toBe(1);
    const numbers = (name: string) =>
      readJson<{ arms: { id: string; evalLoss: unknown }[] }>(folder, name).arms.map(({ id, evalLoss }) => ({ id, evalLoss }));
    expect(numbers('cut.json')).toEqual(numbers('whole.json'));
  });
});

it('exports, tables and evidence of claims say it too, and leave no half file', { skip }, async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'spec.yaml'), spec);
    expect((await normlab(['train', 'spec.yaml', '--out', 'runs/one'], { cwd: folder })).code).toBe(0);
    const script = `
      head -c 60k /dev/zero > disk/ballast
      for to in csv parquet tensorboard; do normlab export runs --to $to --out disk/$to; echo "CODE $?"; done
      normlab compare --quick --task copy --steps 3 --lr 0.01 --warmup 0 --seeds 2 --json disk/full.json; echo "CODE $?"
      head -c 100k /dev/zero >> disk/ballast 2> /dev/null
      normlab claims --run layernorm-removes-scale --out disk/claims; echo "CODE $?"
      whole; find disk -type f`;
    const ended = await onSmallDisk(folder, 64, script);
    expectFull(ended);
    expect(ended.stdout.match(/CODE \d/g)).toEqual(Array(5).fill('CODE 1'));
    expect(ended.stderr.match(/The disk is full/g)).toHaveLength(5);
    expect(ended.stdout.split('\n').filter((line) => line.startsWith('disk/'))).toEqual(['disk/ballast']);
  });
});

/** What the writers of the store do at the end of the room, one by one; each line says how it went. */
const writers = `
const [{ writeWhole }, { writeCheckpoint, readCheckpoint }, { takeLock }, { RunWriter }] = await Promise.all(
  ['files', 'checkpoints', 'lock', 'run-writer'].map((name) => import(\`${dist}/store/\${name}.node.js\`)));
const { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeSync } = await import('node:fs');
const fill = () => {
  const handle = openSync('disk/ballast', 'a');
  try { for (;;) writeSync(handle, Buffer.alloc(4096)); } catch { closeSync(handle); }
};
const attempt = (name, work) => { try { work(); console.log(name, 'written'); } catch (error) { console.log(name, error.key, error.exitCode); } };
const snapshot = (steps, length) => ({ steps, monitor: { start: 1, above: 0 }, evaluations: [],
  tensors: [{ key: 'a', shape: [length], data: new Float32Array(length).fill(steps) }] });
writeWhole('disk/whole.json', '{"old":true}');
mkdirSync('disk/run');
writeCheckpoint('disk/run', 'one', snapshot(1, 100), 1);
const writer = new RunWriter('disk/live', { id: 'one', run: {}, version: '0' });
mkdirSync('disk/locked');
fill();
attempt('file', () => writeWhole('disk/whole.json', JSON.stringify('x'.repeat(10_000))));
attempt('checkpoint', () => writeCheckpoint('disk/run', 'one', snapshot(2, 10_000), 2));
attempt('lock', () => takeLock('disk/locked'));
attempt('event', () => { for (let step = 0; step < 1000; step++) writer.event({ type: 'step', step, loss: 1, lr: 1, gradientNorm: 1 }); });
attempt('close', () => writer.close());
console.log('old', readFileSync('disk/whole.json', 'utf8'));
console.log('restored', readCheckpoint('disk/run', 'one').steps);
console.log('locked', readdirSync('disk/locked').length, existsSync('disk/live/lock'));
`;

it('files, checkpoints, locks and runs: what was there before stays as it was', { skip }, async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'writers.mjs'), writers);
    const { stdout, stderr } = await onSmallDisk(folder, 64, `${process.execPath} writers.mjs; whole`);
    expect(stdout.trim().split('\n'), stderr).toEqual([
      'file error.diskFull 1',
      'checkpoint error.diskFull 1',
      'lock error.diskFull 1',
      'event error.diskFull 1',
      'close error.diskFull 1',
      'old {"old":true}',
      'restored 1',
      'locked 0 false',
    ]);
  });
});
