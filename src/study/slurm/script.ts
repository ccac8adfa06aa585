/** The job array as `sbatch` reads it. */

export interface ArrayScript {
  readonly name: string;
  /** Tasks 0 to count - 1. */
  readonly count: number;
  /** Cores of each task. */
  readonly threads: number;
  /** Folder with a job file for each task; logs go there too. */
  readonly folder: string;
  /** What does one job, before the name of its file: a program and its arguments. */
  readonly command: readonly string[];
}

/** Text of the script. What a cluster wants besides comes from SBATCH_ variables or sbatch's own flags. */
export const arrayScript = ({ name, count, threads, folder, command }: ArrayScript): string => `#!/bin/bash
#SBATCH --job-name=${name}
#SBATCH --array=0-${count - 1}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=${threads}
#SBATCH --output="${folder.replaceAll('%', '%%')}/%a.log"
#SBATCH --open-mode=append
#SBATCH --requeue
#SBATCH --signal=B:TERM@60
set -euo pipefail
exec ${command.map(quoted).join(' ')} ${quoted(folder)}/"\${SLURM_ARRAY_TASK_ID}".json
`;

/** A word that a shell reads as it stands. */
export const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
