/** Studies on many machines: queue, workers, Slurm. */
export const executorEn = {
  'cli.worker.about': 'Work on the runs of studies that other machines have put into a Redis queue.',
  'cli.flag.executor':
    'where the runs are trained: local (processes on this machine), bullmq (workers on any machines, through Redis), slurm (a job array)',
  'cli.flag.redis': 'Redis of the queue, such as redis://host:6379 (default: NORMLAB_REDIS)',
  'cli.flag.queue': 'name of the queue (default: {name})',
  'cli.flag.allowMixedEngines':
    'let workers with different engines share a study; the numbers then depend on which worker trained which run',
  'cli.flag.workerJobs': 'runs at a time (default: one for each core)',
  'cli.flag.workerTask': 'do the one run that this file of a Slurm array describes, and end',
  'cli.worker.ready': 'normlab {version} on {host} ({machine}, {cores} cores): {jobs} at a time from the queue "{queue}" of {redis}',
  'cli.worker.begun': '{run} · {what} · begun',
  'cli.worker.finished': '{run} · {what} · loss {loss} · {seconds} s',
  'cli.worker.diverged': '{run} · {what} · diverged · {seconds} s',
  'cli.worker.measured': '{run} · {what} · measured · {seconds} s',
  'cli.worker.failed': '{run} · {what} · failed: {detail}',
  'cli.worker.stopped': '{run} · {what} · stopped: its study no longer wants it',
  'cli.worker.returned': '{run} · {what} · given back to the queue',
  'cli.worker.lost': 'Redis does not answer; trying again for {minutes} minutes.',
  'cli.worker.back': 'Redis answers again.',
  'cli.worker.otherVersion':
    'A study of normlab {theirs} waits in this queue. This worker is normlab {ours} and leaves its runs alone: start a worker of that version.',
  'executor.noWorkers': 'No worker is waiting at {redis}, queue "{queue}". Start some with: normlab worker --redis {redis} --queue {queue}',
  'executor.otherVersion': 'A worker on {host} is normlab {theirs}, not {ours}: it is left out.',
  'executor.slurmSubmitted': 'Slurm: {n} {n, plural, one {run} other {runs}} submitted as array {array}; logs in {folder}',
  'executor.slurmCommand':
    'This machine has no sbatch. On one that has it and can reach this folder, submit {n} {n, plural, one {run} other {runs}} with:\n  {command}\nThis command goes on when they have ended; you may stop it and start it again meanwhile.',
  'executor.slurmWaiting': 'Slurm: {n} {n, plural, one {run is} other {runs are}} still in the queue from before.',
  'error.noBullmq':
    'The executor bullmq needs two packages that are not installed here ({detail}). Install them with "npm install bullmq@6.7.0 ioredis@6.0.0".',
  'error.redisMissing': 'Which Redis? Give --redis redis://host:6379, or set NORMLAB_REDIS.',
  'error.redisUrl': '"{given}" is not the address of a Redis. Give one such as redis://host:6379, or rediss://user:password@host:6379/0.',
  'error.redisUnreachable':
    'No Redis answers at {redis} ({detail}). Check that it is running, and that the address and password are right.',
  'error.redisLost':
    'Redis at {redis} has not answered for {seconds} seconds ({detail}). What had ended is kept: once it runs again, give the same command.',
  'error.queueName': '--queue takes letters, digits, dots, dashes and underscores, not "{given}".',
  'error.workersVersion':
    'The workers at {redis} are normlab {theirs}, and this is normlab {ours}: their numbers may differ. Start workers of version {ours}.',
  'error.mixedEngines':
    'This study would mix engines, and their numbers differ: {a}, and {b}. Stop one of them, or give --allow-mixed-engines.',
  'error.otherBits':
    'The run was begun on one machine and repeated on another, and their numbers differ ({detail}). Let workers of one kind of machine share a study, or give --allow-mixed-engines.',
  'error.jobParked': 'given up: {n} workers died while they worked on it ({detail})',
  'error.resultBroken': 'its result arrived incomplete ({detail})',
  'error.slurmFolder': 'The executor slurm needs a folder that all nodes see. Give --out FOLDER.',
  'error.slurmSubmit':
    'sbatch refused {file}: {detail}. Correct what it names (SBATCH_PARTITION, SBATCH_ACCOUNT), and give the same command again.',
  'error.slurmGone': 'given up: Slurm ended it {n} times without a result; see {log}',
  'error.taskFile':
    '{file} is not a job of a Slurm array: {detail, select, ENOENT {no such file} EISDIR {it is a folder} fields {it has other fields} other {{detail}}}. Such files are written by --executor slurm.',
  'error.taskVersion': '{file} is of normlab {theirs}, and this is normlab {ours}. Give the command of the study again.',
  'error.workerNeeds': 'normlab worker takes either --redis or --task.',
} as const;
