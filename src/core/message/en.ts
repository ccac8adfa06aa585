import { errorsEn } from './errors.en.ts';
import { reportEn } from './report.en.ts';

export const en = { ...errorsEn, ...reportEn } as const;
