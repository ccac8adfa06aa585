/** A full disk: one sentence, exit code 1, every file that is there is whole. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inFolder, normlab } from './normlab.ts';

const namespace = 'unshare --user --map-root-user --mount';
/** Skipped only where the system lets nobody mount a small disk. */
const canMount = spawnSync('bash', ['-c', `${namespace} mount -t tmpfs tmpfs /tmp`]).status === 0;

it('says that the disk is full and leaves nothing half-written', { skip: !canMount }, async () => {
  await inFolder(async (folder) => {
    mkdirSync(join(folder, 'disk'));
    const script = [
      'mount -t tmpfs -o size=64k tmpfs disk',
      `"$@"; code=$?`,
      // What is on the small disk goes when its namespace does, so it is looked at from inside.
      `find disk -name "*.tmp" | sed "s/^/LEFT /"; for f in $(find disk -name run.json); do node -e "JSON.parse(require('fs').readFileSync('$f'))" || echo "TORN $f"; done; exit $code`,
    ].join('; ');
    const args = 'compare --depth 1 --width 8 --heads 2 --context 8 --batch 4 --steps 200 --seeds 3 --task copy --out disk/out'.split(' ');
    const { code, stderr, stdout } = await normlab(args, {
      cwd: folder,
      before: `${namespace} bash -c '${script.replace(/'/g, `'\\''`)}' bash`,
    });
    expect(stderr).toMatch(/The disk is full: .* was not written/);
    expect(code).toBe(1);
    expect(stdout).not.toMatch(/LEFT|TORN/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
