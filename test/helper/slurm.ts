/** A stand-in for Slurm: an sbatch that runs the script's tasks on this machine, and its squeue. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reads what sbatch reads, numbers arrays from 101, and works through the tasks two at a time. */
const sbatch = `#!/bin/bash
set -euo pipefail
script="\${@: -1}"
[ "$1" = --parsable ] || { echo "no --parsable" >&2; exit 1; }
[ ! -e "$SLURM_HERE/closed" ] || { echo "sbatch: error: Batch job submission failed: Invalid account" >&2; exit 1; }
id=$((101 + $(ls "$SLURM_HERE/arrays" | wc -l)))
cp "$script" "$SLURM_HERE/arrays/$id"
last=$(sed -n 's/^#SBATCH --array=0-//p' "$script")
output=$(sed -n 's/^#SBATCH --output="\\(.*\\)"$/\\1/p' "$script")
for i in $(seq 0 "$last"); do touch "$SLURM_HERE/alive/$id-$i"; done
export script output id
setsid bash -c 'seq 0 '"$last"' | xargs -P 2 -I{} bash -c '"'"'
  SLURM_ARRAY_TASK_ID={} bash "$script" >> "\${output/\\%a/{}}" 2>&1
  rm -f "$SLURM_HERE/alive/$id-{}"'"'" > /dev/null 2>&1 < /dev/null &
echo $! >> "$SLURM_HERE/pids"
echo "$id"
`;

const squeue = `#!/bin/bash
array=$4
ls "$SLURM_HERE/alive" | sed -n "s/^$array-//p"
`;

/** Programs in `bin`, and beside it what they remember; they find it by SLURM_HERE. */
export function makeCluster(folder: string): void {
  for (const name of ['bin', 'arrays', 'alive']) mkdirSync(join(folder, name), { recursive: true });
  for (const [name, text] of Object.entries({ sbatch, squeue })) {
    writeFileSync(join(folder, 'bin', name), text);
    chmodSync(join(folder, 'bin', name), 0o755);
  }
}

/** Ends what the cluster still runs. */
export function endTasks(folder: string): void {
  const pids = join(folder, 'pids');
  for (const pid of existsSync(pids) ? readFileSync(pids, 'utf8').trim().split('\n') : []) {
    try {
      process.kill(-Number(pid), 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
}
