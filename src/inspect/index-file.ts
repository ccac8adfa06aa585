/** model.safetensors.index.json: which tensor lies in which file. */
import { z } from 'zod';
import { show } from '../store/safetensors-header.ts';
import { refuseJson } from './json.ts';
import { limits } from './limits.ts';

const schema = z.object({ weight_map: z.record(z.string(), z.string()) });

/** Files beside the index, and nothing else: no way up, no drive, no address. */
const shard = /^[A-Za-z0-9][A-Za-z0-9._-]*\.safetensors$/;

/** File by tensor name. @throws UserError when it is not such an index. */
export function readIndex(json: Readonly<Record<string, unknown>>, file: string): ReadonlyMap<string, string> {
  const refuse = refuseJson(file);
  const read = schema.safeParse(json);
  // zod leaves `__proto__` out: the names are those of the file itself.
  if (!read.success) return refuse('its weight_map is no object of texts');
  const entries = Object.entries(json.weight_map as Record<string, string>);
  if (entries.length > limits.tensors) refuse(`${entries.length} tensors are more than ${limits.tensors}`);
  const stray = entries.find(([, to]) => typeof to !== 'string' || !shard.test(to));
  if (stray) refuse(`it sends tensor ${show(stray[0])} to ${show(String(stray[1]))}, which is no file beside it`);
  const long = entries.find(([name]) => name.length > limits.name);
  if (long) refuse(`the name ${show(long[0])} is longer than ${limits.name} characters`);
  return new Map(entries);
}
