import { type ArmConfig, idOf } from './config.ts';

/** The id with the options that were given: `mix-ln share=0.5`. */
export function armTitleShort(placement: ArmConfig['placement']): string {
  const id = idOf(placement);
  if (typeof placement === 'string' || id === 'custom') return id;
  const options = Object.entries(placement).filter(([name, value]) => name !== 'id' && typeof value !== 'object');
  return [id, ...options.map(([name, value]) => `${name}=${value}`)].join(' ');
}
