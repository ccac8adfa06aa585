/** Other names of members: found wherever ids are, and told apart where several share one. */
import { describe, expect, it } from 'vitest';
import { listedFamily } from '../../../src/explain/families.node.ts';
import { findSubject } from '../../../src/explain/subject.ts';
import { placements } from '../../../src/model/placement/index.ts';
import { readArmText } from '../../../src/study/arm-text.ts';

const armId = (text: string): unknown => {
  const arm = readArmText(text, 'en');
  return typeof arm === 'string' ? arm : (arm.model.placement as { id: string }).id;
};

const named = placements.members.flatMap(({ id, names = [] }) => names.map((name) => [name, id] as const));
const shared = named.filter(([name]) => placements.called(name).length > 1);

describe('other names', () => {
  it.each(named.filter((one) => !shared.includes(one)))('%s is %s', (name, id) => {
    expect(armId(name)).toBe(id);
    expect(findSubject(name)).toMatchObject({ family: expect.any(String) });
    expect(findSubject(`placement/${name}`)).toMatchObject({ family: 'placement', id });
    expect(() => listedFamily(name)).toThrow(`"${name}" is one of the placements`);
  });

  it.each(named)('%s is printed with %s', (name, id) => {
    const { title, about } = placements.get(id);
    const printed = [title.en, ...(about?.synonyms ?? []).map(({ en }) => en)].join('; ').toLowerCase();
    expect(printed).toContain(name.toLowerCase());
  });

  it.each([
    ['Post-LN', 'post'],
    ['Pre-LN', 'pre'],
    ['res-post-norm', 'branch-out'],
    ['Peri-LN', 'peri'],
    ['Post-LN/RMSNorm', 'post'],
    ['Mix-LN:share=0.5', 'mix-ln'],
  ])('%s is the arm of %s', (text, id) => expect(armId(text)).toBe(id));

  it('that several share are not guessed at', () => {
    for (const look of [() => armId('post-norm'), () => findSubject('Post-Norm')])
      expect(look).toThrow(/More than one placement goes by the name "(post-norm|Post-Norm)": post, branch-out, glm/);
  });

  it('are suggested where they are spelled wrong', () => {
    expect(() => armId('prre')).toThrow('There is no placement called "prre": did you mean pre?');
    expect(() => findSubject('prre')).toThrow('There is nothing called "prre": did you mean pre?');
    expect(() => findSubject('placement/prre')).toThrow('There is nothing called "placement/prre": did you mean pre?');
    expect(() => findSubject('@gpt2x')).toThrow('did you mean gpt-2?');
  });
});
