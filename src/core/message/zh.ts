import { claimZh } from './claim.zh.ts';
import { cliZh } from './cli.zh.ts';
import { dashboardZh } from './dashboard.zh.ts';
import type { en } from './en.ts';
import { errorsZh } from './errors.zh.ts';
import { executorZh } from './executor.zh.ts';
import { explainZh } from './explain.zh.ts';
import { exportZh } from './export.zh.ts';
import { inspectZh } from './inspect.zh.ts';
import { labZh } from './lab.zh.ts';
import { labClaimsZh } from './lab-claims.zh.ts';
import { modelZh } from './model.zh.ts';
import { noteZh } from './note.zh.ts';
import { probeZh } from './probe.zh.ts';
import { rampZh } from './ramp.zh.ts';
import { reportZh } from './report.zh.ts';

export const zh: Readonly<Record<keyof typeof en, string>> = {
  ...errorsZh,
  ...modelZh,
  ...cliZh,
  ...executorZh,
  ...explainZh,
  ...exportZh,
  ...inspectZh,
  ...labZh,
  ...labClaimsZh,
  ...dashboardZh,
  ...probeZh,
  ...claimZh,
  ...noteZh,
  ...rampZh,
  ...reportZh,
};
