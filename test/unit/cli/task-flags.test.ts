/** Flags of what to learn: which task they mean, and which do not go together. */
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { declareTask, type TaskFlags, taskOf } from '../../../src/cli/task-flags.ts';
import { UserError } from '../../../src/core/errors.ts';
import { parseRun } from '../../../src/spec/parse.ts';

function read(line: string) {
  const command = new Command('test').exitOverride().configureOutput({ writeErr: () => undefined });
  declareTask(command, 'en');
  command.parse(line === '' ? [] : line.split(' '), { from: 'user' });
  return taskOf(command.opts<TaskFlags>());
}

describe('task flags', () => {
  it.each([
    ['', { id: 'text' }],
    ['--task copy:symbols=4', { id: 'copy', symbols: 4 }],
    ['--task addition:digits=2:answer=plain', { id: 'addition', digits: 2, answer: 'plain' }],
    ['--text a b', { id: 'text', files: ['a', 'b'] }],
    ['--text a b --task classification', { id: 'classification', files: ['a', 'b'] }],
    ['--text a --task masked-text:maskShare=0.3', { id: 'masked-text', maskShare: 0.3, files: ['a'] }],
    ['--target-text b --source-text a', { id: 'translation', files: ['a', 'b'] }],
    ['--labels y --images x --task images:patch=7', { id: 'images', patch: 7, files: ['x', 'y'] }],
    ['--task translation', { id: 'translation' }],
  ])('"%s" is understood', (line, task) => {
    expect(read(line)).toEqual(task);
  });

  it.each([
    ['--text a --images x --labels y', /--text and --images are for different tasks/],
    ['--source-text a --labels y', /--source-text and --labels are for different tasks/],
    ['--images x', /--images also needs --labels/],
    ['--labels x', /--labels also needs --images/],
    ['--target-text x', /--target-text also needs --source-text/],
    ['--text a --task copy', /--text is not for the task copy. It goes with: text, masked-text, classification/],
    ['--images x --labels y --task text', /--images is not for the task text. It goes with: images/],
    ['--source-text x --task classification', /--source-text is not for the task classification. It goes with: translation/],
    ['--task copy:modulus=3', /--task copy has no option "modulus"/],
    ['--task copy:symbols=1', /--task copy:symbols takes a whole number from 2 to 1000/],
  ])('"%s" is refused', (line, sentence) => {
    expect(() => read(line)).toThrow(sentence);
    expect(() => read(line)).toThrow(UserError);
  });
});

// The same words in a spec.
describe('a task in a spec', () => {
  const parse = (task: unknown) => parseRun({ model: { placement: 'pre' }, task });

  it('has every option it declares, and no other', () => {
    expect(parse('copy').task).toEqual({ id: 'copy', symbols: 8 });
    expect(parse({ id: 'addition', digits: 2 }).task).toEqual({ id: 'addition', digits: 2, answer: 'reversed' });
    expect(parse(JSON.parse(JSON.stringify(parse('images').task))).task).toEqual(parse('images').task);
  });

  it('decides the context where it leaves no choice', () => {
    expect(parse({ id: 'addition', digits: 2 }).model.seqLen).toBe(8);
    expect(parse({ id: 'images', side: 28 }).model.seqLen).toBe(49);
    expect(parse('translation').model.seqLen).toBe(18);
    expect(parse({ id: 'translation', files: ['a', 'b'] }).model.seqLen).toBe(64);
  });

  it.each([
    [{ id: 'copy', modulus: 5 }, /task: "modulus" is not an option of the task copy; it takes symbols/],
    [{ id: 'copy', files: ['a'] }, /"files" is not an option of the task copy/],
    [{ id: 'dyck', symbols: 4, modulus: 5 }, /"symbols", "modulus" is not an option of the task dyck; it takes kinds, depth/],
    [{ id: 'dyck', kinds: 501 }, /task\.kinds: Too big/],
    [{ id: 'dyck', kinds: 1 }, /task\.kinds: Too small/],
    [{ id: 'dyck', kinds: 'four' }, /kinds: .*expected number/],
    [{ id: 'addition', answer: 'sideways' }, /answer: .*"reversed"\|"plain"/],
    [{ id: 'poetry' }, /no such task: expected one of "text"/],
    [{ symbols: 4 }, /no such task: expected one of "text"/],
    ['poetry', /task: .*"text"/],
    [{ id: 'images', side: 10 }, /Patches of 4 pixels .* 2, 5, 10/],
  ])('%j is refused', (task, sentence) => {
    expect(() => parse(task)).toThrow(sentence);
    expect(() => parse(task)).toThrow(UserError);
  });
});
