/** Claims by verdict, group and placement. */
import { describe, expect, it } from 'vitest';
import { filterClaims, verdictWords } from '../../../src/claim/filter.ts';
import { committedFolder, evidenceIn } from '../../../src/claim/folder.node.ts';
import { claims } from '../../../src/claim/index.ts';

const evidence = evidenceIn(committedFolder);
const ids = (filter: Parameters<typeof filterClaims>[1], known = evidence) =>
  filterClaims(claims.members, filter, known).map(({ id }) => id);

describe('claims', () => {
  it('fall into one verdict each', () => {
    const all = verdictWords.flatMap((verdict) => ids({ verdict }));
    expect(all.sort()).toEqual([...claims.ids].sort());
    expect(ids({ verdict: 'contradicted' })).toContain('post-gradient-vanishes');
    expect(ids({ verdict: 'none' }, new Map())).toEqual(claims.ids);
  });

  it('are about the placements whose arms they measure, whatever kind of need names them', () => {
    // A signal, a study, a probe, an arm with a normalizer, and arms that are left out.
    expect(ids({ placement: 'keel' })).toContain('keel-lr-ordering');
    expect(ids({ placement: 'keel' })).not.toContain('post-gradient-vanishes');
    expect(ids({ placement: 'post' })).toEqual(
      expect.arrayContaining(['post-gradient-vanishes', 'post-ends-better', 'initialisation-mends-post']),
    );
    expect(ids({ placement: 'deepnorm' })).toContain('deepnorm-constant-update');
    expect(ids({ placement: 'ngpt' })).toEqual([]);
  });

  it('pass every filter at once', () => {
    const both = ids({ group: 'note', verdict: 'supported' });
    expect(both.length).toBeGreaterThan(0);
    expect(both).toEqual(ids({ group: 'note' }).filter((id) => ids({ verdict: 'supported' }).includes(id)));
  });
});
