import { claimEn } from './claim.en.ts';
import { cliEn } from './cli.en.ts';
import { dashboardEn } from './dashboard.en.ts';
import { errorsEn } from './errors.en.ts';
import { executorEn } from './executor.en.ts';
import { explainEn } from './explain.en.ts';
import { exportEn } from './export.en.ts';
import { labEn } from './lab.en.ts';
import { modelEn } from './model.en.ts';
import { probeEn } from './probe.en.ts';
import { reportEn } from './report.en.ts';

export const en = {
  ...errorsEn,
  ...modelEn,
  ...cliEn,
  ...executorEn,
  ...explainEn,
  ...exportEn,
  ...labEn,
  ...dashboardEn,
  ...probeEn,
  ...claimEn,
  ...reportEn,
} as const;
