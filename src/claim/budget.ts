import { UserError } from '../core/errors.ts';

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Seconds of a time such as 90s, 5m or 1.5h; a number alone is seconds. @throws UserError when it is none. */
export function readBudget(given: string): number {
  const [, digits = '', unit = 's'] = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(given.trim()) ?? [];
  const seconds = Number(digits) * (units[unit === '' ? 's' : unit] as number);
  if (digits === '' || !(seconds > 0)) throw new UserError('error.claimBudget', { given });
  return seconds;
}
