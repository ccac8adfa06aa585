/** JSON files of strangers, read with a limit. */
import { UserError } from '../core/errors.ts';
import { repeatedKey, show } from '../store/safetensors-header.ts';
import { limits } from './limits.ts';
import type { ByteSource } from './types.ts';

export const refuseJson =
  (file: string) =>
  (detail: string): never => {
    throw new UserError('error.inspectJson', { file, detail });
  };

/** @throws UserError for what is too large, no JSON object, or has a key twice. */
export async function readJson(source: ByteSource): Promise<Readonly<Record<string, unknown>>> {
  const refuse = refuseJson(source.name);
  if (source.size > limits.index) refuse(`${source.size} bytes are more than ${limits.index}`);
  const value = parsed(await source.read(0, source.size), refuse);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return refuse('it is no JSON object');
  return value as Record<string, unknown>;
}

function parsed(bytes: Uint8Array, refuse: (detail: string) => never): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('it is no UTF-8 text');
  }
  try {
    const value: unknown = JSON.parse(text);
    const twice = repeatedKey(text);
    return twice === undefined ? value : refuse(`it names ${show(twice)} twice`);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return refuse('it is no JSON');
    throw error;
  }
}
