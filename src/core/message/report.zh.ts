import type { reportEn } from './report.en.ts';

export const reportZh: Record<keyof typeof reportEn, string> = {
  'report.title': '归一化该放在哪里？',
};
