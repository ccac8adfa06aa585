import { claimEn } from './claim.en.ts';
import { cliEn } from './cli.en.ts';
import { dashboardEn } from './dashboard.en.ts';
import { errorsEn } from './errors.en.ts';
import { executorEn } from './executor.en.ts';
import { explainEn } from './explain.en.ts';
import { exportEn } from './export.en.ts';
import { inspectEn } from './inspect.en.ts';
import { labEn } from './lab.en.ts';
import { labClaimsEn } from './lab-claims.en.ts';
import { modelEn } from './model.en.ts';
import { noteEn } from './note.en.ts';
import { probeEn } from './probe.en.ts';
import { rampEn } from './ramp.en.ts';
import { reportEn } from './report.en.ts';

export const en = {
  ...errorsEn,
  ...modelEn,
  ...cliEn,
  ...executorEn,
  ...explainEn,
  ...exportEn,
  ...inspectEn,
  ...labEn,
  ...labClaimsEn,
  ...dashboardEn,
  ...probeEn,
  ...claimEn,
  ...noteEn,
  ...rampEn,
  ...reportEn,
} as const;
