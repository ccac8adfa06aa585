/** The script of a Slurm array, word for word. */
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { arrayScript, quoted } from '../../../src/study/slurm/script.ts';

it('is this text', () => {
  const text = arrayScript({
    name: 'normlab-0123456789ab',
    count: 45,
    threads: 2,
    folder: "/shared/it's 100% mine/slurm/0123456789ab",
    command: ['/opt/node/bin/node', '/opt/normlab/dist/cli/main.js', 'worker', '--task'],
  });
  expect(text).toBe(`#!/bin/bash
#SBATCH --job-name=normlab-0123456789ab
#SBATCH --array=0-44
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=2
#SBATCH --output="/shared/it's 100%% mine/slurm/0123456789ab/%a.log"
#SBATCH --open-mode=append
#SBATCH --requeue
#SBATCH --signal=B:TERM@60
set -euo pipefail
exec /opt/node/bin/node /opt/normlab/dist/cli/main.js worker --task '/shared/it'\\''s 100% mine/slurm/0123456789ab'/"\${SLURM_ARRAY_TASK_ID}".json
`);
});

it.each(["it's", 'a b', '$HOME', '`x`', 'a"b', '\\', '*', '~', 'a\nb', ''])('a shell reads %j as it stands', (word) => {
  expect(execFileSync('bash', ['-c', `printf %s ${quoted(word)}`], { encoding: 'utf8' })).toBe(word);
});
