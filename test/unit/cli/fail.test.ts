/** One sentence and an exit code for whatever was thrown: 2 for the user's mistakes, 1 for failures. */
import { CommanderError } from 'commander';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fail } from '../../../src/cli/fail.ts';
import { FailureError, UserError } from '../../../src/core/errors.ts';

const said: string[] = [];
beforeEach(() => {
  said.length = 0;
  vi.stubEnv('NORMLAB_DEBUG', '');
  vi.spyOn(console, 'error').mockImplementation((text) => void said.push(String(text)));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

it.each([
  ['a budget of no length', new UserError('error.claimBudget', { given: '7x' }), 2, '7x'],
  ['a worker that ended', new FailureError('error.workerEnded', { how: 'SIGKILL' }), 1, 'SIGKILL'],
  ['what nobody foresaw', new Error('out of order\nand more'), 1, 'out of order'],
  ['what is no error', 'a word', 1, 'a word'],
])('%s', (_name, error, code, word) => {
  expect(fail(error, 'en')).toBe(code);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain(word);
  expect(said[0]).not.toMatch(/\n|\bat .*:\d+/);
});

it('help that was asked for is no failure', () => {
  expect(fail(new CommanderError(0, 'commander.helpDisplayed', 'help'), 'en')).toBe(0);
  expect(said).toEqual([]);
});
