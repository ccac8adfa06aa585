import { cliEn } from './cli.en.ts';
import { errorsEn } from './errors.en.ts';
import { explainEn } from './explain.en.ts';
import { modelEn } from './model.en.ts';
import { reportEn } from './report.en.ts';

export const en = { ...errorsEn, ...modelEn, ...cliEn, ...explainEn, ...reportEn } as const;
