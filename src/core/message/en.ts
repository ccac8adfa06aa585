import { cliEn } from './cli.en.ts';
import { errorsEn } from './errors.en.ts';
import { reportEn } from './report.en.ts';

export const en = { ...errorsEn, ...cliEn, ...reportEn } as const;
