import type { errorsEn } from './errors.en.ts';

export const errorsZh: Record<keyof typeof errorsEn, string> = {
  'error.unknownId': '没有名为“{given}”的 {noun}。可选：{choices}。',
};
