/** What arms are called where space is short: their placement, and what sets them apart from others of the same. */
import { say } from '../shell/say.ts';
import { type ArmConfig, idOf } from './config.ts';
import { armTitleShort } from './title.ts';

const shown: readonly (readonly [keyof ArmConfig, (value: string) => string])[] = [
  ['normalizer', (id) => id],
  ['init', (id) => `+${id}`],
  ['lr', (value) => say('lab.name.lr', { value })],
  ['warmup', (value) => say('lab.name.warmup', { value })],
  ['depth', (value) => say('lab.name.depth', { value })],
];

export function armNames(arms: readonly ArmConfig[]): string[] {
  const bare = arms.map(({ placement }) => armTitleShort(placement));
  const told = arms.map((arm, i) => {
    const namesakes = arms.filter((_, j) => bare[j] === bare[i]);
    const apart = shown.filter(([field]) => namesakes.some((other) => JSON.stringify(other[field]) !== JSON.stringify(arm[field])));
    const details = apart.map(([field, worded]) => {
      const value = arm[field];
      return worded(typeof value === 'number' ? String(value) : idOf(value));
    });
    return [bare[i], ...details].join(', ');
  });
  return told.map((name, i) =>
    told.indexOf(name) === i ? name : `${name} (${told.slice(0, i + 1).filter((one) => one === name).length})`,
  );
}
