/** Families: lookups that never guess, and errors that list the choices. */
import { describe, expect, it } from 'vitest';
import { FailureError, UserError } from '../../../src/core/errors.ts';
import { defineFamily } from '../../../src/core/registry.ts';
import { diagnostics } from '../../../src/diagnostic/index.ts';
import { engines } from '../../../src/engine/index.node.ts';
import { activations } from '../../../src/model/activation/index.ts';
import { inits } from '../../../src/model/init/index.ts';
import { normalizers } from '../../../src/model/normalizer/index.ts';
import { placements } from '../../../src/model/placement/index.ts';
import { positions } from '../../../src/model/position/index.ts';
import { optimizers } from '../../../src/optim/optimizer/index.ts';
import { schedules } from '../../../src/optim/schedule/index.ts';
import { stopRules } from '../../../src/optim/stop-rule/index.ts';
import { tasks } from '../../../src/task/index.ts';

const fruits = defineFamily('fruit', [{ id: 'apple' }, { id: 'pear' }]);

describe('a family', () => {
  it('finds a member by its id, and keeps the order given', () => {
    expect(fruits.get('pear')).toBe(fruits.members[1]);
    expect(fruits.ids).toEqual(['apple', 'pear']);
  });
  it.each(['plum', '', 'Apple', 'apple ', 'toString', '__proto__', 'constructor'])(
    'refuses %j with a sentence that says what there is',
    (id) => {
      const refused = () => fruits.get(id);
      expect(refused).toThrow(UserError);
      const near = /^apple ?$/i.test(id) ? ': did you mean apple?' : '.';
      expect(refused).toThrow(`There is no fruit called "${id}"${near} Choose one of: apple, pear.`);
    },
  );
  it('is found under the names that people have for it, unless several share the name', () => {
    const trees = defineFamily('tree', [
      { id: 'oak', title: 'Oak', names: ['Quercus', 'hard-wood'] },
      { id: 'ash', title: { en: 'Ash', zh: '白蜡树' }, names: ['hard wood'] },
    ]);
    for (const name of ['oak', 'OAK', 'quercus']) expect(trees.named(name).id, name).toBe('oak');
    for (const name of ['Ash', '白蜡树']) expect(trees.named(name).id, name).toBe('ash');
    expect(() => trees.named('Hardwood')).toThrow(
      'More than one tree goes by the name "Hardwood": oak, ash. Name the one you mean by its id.',
    );
    expect(() => trees.named('okk')).toThrow('There is no tree called "okk": did you mean oak? Choose one of: oak, ash.');
    expect(() => trees.named('')).toThrow('There is no tree called ""');
  });
  it('refuses two members with one id', () => {
    expect(() => defineFamily('fruit', [{ id: 'apple' }, { id: 'apple' }])).toThrow('fruit');
  });
});

it.each([placements, normalizers, inits, activations, positions, optimizers, schedules, stopRules, tasks, diagnostics, engines])(
  'the ids of the $noun family are words that files, flags and addresses can hold',
  ({ ids }) => {
    for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  },
);

describe('errors', () => {
  it('speak English in their message and carry what another language needs', () => {
    const error = new UserError('error.warmup', { given: 50, steps: 40 });
    expect(error.message).toContain('50');
    expect(error).toMatchObject({ name: 'UserError', exitCode: 2, key: 'error.warmup', values: { given: 50, steps: 40 } });
    expect(error).toBeInstanceOf(Error);
  });
  it('that are nobody’s typing end with 1', () => {
    expect(new FailureError('error.diskFull', { path: 'x' })).toMatchObject({ name: 'FailureError', exitCode: 1 });
    expect(new FailureError('error.diskFull', { path: 'x' })).toBeInstanceOf(UserError);
  });
});
