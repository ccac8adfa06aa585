/** Pickles are not read: loading one runs code. What is said instead names the way out. */
import { UserError } from '../core/errors.ts';
import type { ByteSource } from './types.ts';

/** A name that can stand in a command as it is. */
const plain = /^[\w. -]+$/;

export function refusePickle({ name }: ByteSource): never {
  const file = plain.test(name) ? name : 'model.bin';
  const to = `${file.replace(/\.\w+$/, '')}.safetensors`;
  const steps = [
    'import torch',
    'from safetensors.torch import save_file',
    `s = torch.load('${file}', map_location='cpu', weights_only=True)`,
    "s = s.get('state_dict', s.get('model', s))",
    `save_file({k: v.contiguous().clone() for k, v in s.items() if torch.is_tensor(v)}, '${to}')`,
  ];
  throw new UserError('error.inspectPickle', { file: name, command: `python3 -c "${steps.join('; ')}"` });
}
