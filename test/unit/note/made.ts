/** Evidence and verdicts that are made up, so that a note can be seen under each of them. */
import { vi } from 'vitest';
import type { Evidence } from '../../../src/claim/evidence.ts';
import { claims } from '../../../src/claim/index.ts';
import type { ClaimVerdict, Effect } from '../../../src/claim/types.ts';
import type { Links } from '../../../src/note/types.ts';

export const verdicts = ['supported', 'contradicted', 'not shown at this scale'] as const satisfies readonly ClaimVerdict[];

export const links: Links = { figure: (id) => `figures/${id}.svg` };

const effectAt = (at: number): Effect => ({ at, mean: 1.25, low: 1, high: 1.5, n: 4, leftOut: 0 });

export const madeEvidence = (id: string, date = '2026-01-02T03:04:05.000Z'): Evidence => ({
  format: 1,
  id,
  asked: 'made',
  numbers: { main: [{ id: 'pre', cells: [4, 8].map((at) => ({ at, values: [1, 2] })) }] },
  runs: 1,
  seconds: 1,
  command: `normlab claims ${id} --run`,
  version: '0.0.0',
  date,
  engine: null,
});

export const allEvidence = (): Map<string, Evidence> => new Map(claims.ids.map((id) => [id, madeEvidence(id)]));

/** Every claim comes out so until mocks are restored. */
export function allComeOut(verdict: ClaimVerdict): void {
  for (const { rule } of claims.members)
    vi.spyOn(rule, 'decide').mockReturnValue({
      verdict,
      effect: effectAt(8),
      trend: [effectAt(4), effectAt(8)],
      within: [0, 2],
      unit: { en: 'nats', zh: 'nat' },
    });
}
