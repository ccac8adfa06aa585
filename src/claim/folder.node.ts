/** Evidence in folders: the committed one that comes with the package, and what was measured here. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../core/errors.ts';
import { askedOf } from './asked.ts';
import { type Evidence, readEvidence } from './evidence.ts';
import { claims } from './index.ts';

export const committedFolder = fileURLToPath(new URL('../../docs/claims', import.meta.url));

/**
 * Evidence by claim. That of another question, of before a rule or a need was changed, is left out.
 *
 * @throws UserError when a file is damaged or cannot be read.
 */
export function evidenceIn(folder: string): Map<string, Evidence> {
  const found = claims.members.flatMap((claim) => {
    const file = join(folder, `${claim.id}.json`);
    if (!existsSync(file)) return [];
    const evidence = readEvidence(textOf(file), file);
    return evidence.id === claim.id && evidence.asked === askedOf(claim) ? [[claim.id, evidence] as const] : [];
  });
  return new Map(found);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError('error.claimEvidence', { file, reason: (error as NodeJS.ErrnoException).code ?? String(error) });
  }
}
