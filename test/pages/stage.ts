/** A folder as a reader of the pages has it: normlab installed, the files that the pages name, and stand-ins for other people's programs. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findRun } from '../../src/store/run-folder.node.ts';
import { endTasks, makeCluster } from '../helper/slurm.ts';
import { root } from './command.ts';

const here = (path: string): string => fileURLToPath(new URL(path, root));

/** Programs that the pages call and that are not ours. */
const standIns = {
  tensorboard: '[ "$1" = --logdir ] && find "$2" -name "events.out.tfevents.*" | grep -q .',
  'xdg-open': 'exit 0',
};

/** Python with torch, as `scripts/torch.mjs` finds it. */
const python = [process.env.PYTHON, 'python3', '/usr/bin/python3'].find(
  (candidate) => candidate && spawnSync(candidate, ['-c', 'import torch']).status === 0,
);

/** A study small enough to be asked about; it has judged runs and two placements. */
const smallStudy =
  '--task copy --depth 1 --width 8 --heads 2 --context 8 --batch 4 --steps 12 --lr 0.003,0.01,0.03 --warmup 0 --seeds 2'.split(' ');

/** Studies that a page speaks of, or whose runs a command without a folder reads. */
const studies = [
  { name: 'my-study', where: /my-study/ },
  { name: 'results', where: /serve results/ },
  { name: join('normlab-out', 'compare'), where: /normlab query "/ },
];

export class Stage {
  readonly folder = mkdtempSync(join(tmpdir(), 'normlab-page-'));
  readonly bin = join(this.folder, 'bin');

  constructor() {
    mkdirSync(join(this.folder, 'node_modules', '.bin'), { recursive: true });
    makeCluster(this.folder);
    symlinkSync(here('.'), join(this.folder, 'node_modules', 'normlab'));
    symlinkSync(here('dist/cli/main.js'), join(this.folder, 'node_modules', '.bin', 'normlab'));
    for (const name of ['specs', 'examples']) cpSync(here(name), join(this.folder, name), { recursive: true });
    for (const [name, script] of Object.entries(standIns)) {
      writeFileSync(join(this.bin, name), `#!/bin/bash\n${script}\n`);
      chmodSync(join(this.bin, name), 0o755);
    }
    if (python) {
      writeFileSync(join(this.bin, 'python3'), `#!/bin/bash\nPYTHONDONTWRITEBYTECODE=1 exec ${python} "$@"\n`);
      chmodSync(join(this.bin, 'python3'), 0o755);
    }
    const prose = readdirSync(here('docs/guide')).filter((file) => file.endsWith('.md') && !file.includes('zh-CN'));
    writeFileSync(join(this.folder, 'my-corpus.txt'), prose.map((file) => readFileSync(here(`docs/guide/${file}`), 'utf8')).join('\n'));
  }

  /** What the pages speak of as if it were there. */
  give(text: string): void {
    for (const { name, where } of studies) if (where.test(text)) this.run('compare', '--arms', 'post,pre', ...smallStudy, '--out', name);
    if (text.includes('inspect model.safetensors')) {
      this.run('train', 'specs/text-pre.yaml', '--out', 'given');
      cpSync(join(this.folder, 'given', 'checkpoints', 'final.safetensors'), join(this.folder, 'model.safetensors'));
    }
  }

  /** How many runs of studies have ended. */
  endedRuns(): number {
    return ['normlab-out', 'results', 'shared-results']
      .map((name) => join(this.folder, name))
      .filter((folder) => existsSync(folder))
      .flatMap((folder) => readdirSync(folder, { recursive: true }).map((path) => join(folder, String(path))))
      .filter((path) => basename(path) === 'run.json' && ['finished', 'diverged'].includes(findRun(dirname(path)).state)).length;
  }

  remove(): void {
    endTasks(this.folder);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(...args: string[]): void {
    const { status, stderr } = spawnSync(process.execPath, [here('dist/cli/main.js'), ...args], { cwd: this.folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`normlab ${args.join(' ')} ended with ${status}: ${stderr}`);
  }
}
