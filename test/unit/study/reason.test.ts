/** Why a run failed, in the language of whoever reads: keys travel from workers, not sentences. */
import { expect, it } from 'vitest';
import { FailureError } from '../../../src/core/errors.ts';
import { failedEnd, unwritableEnd } from '../../../src/study/executor.ts';
import { RunRecorder } from '../../../src/study/record.ts';

const plan = { id: 'x', arm: 'a', stage: 'judge', seed: 1, lr: 0.1, warmup: 0, fields: {} } as const;
const reason = (error: unknown, language: 'en' | 'zh') => new RunRecorder(plan, language).record(failedEnd(error)).reason;

it('is said in either language, where it is a sentence of ours', () => {
  const error = new FailureError('error.workerEnded', { how: 'SIGKILL' });
  expect(reason(error, 'en')).toBe('the worker process ended early (SIGKILL)');
  expect(reason(error, 'zh')).toBe('工作进程提前结束（SIGKILL）');
  expect(new RunRecorder(plan, 'zh').record(unwritableEnd(error)).reason).toBe('工作进程提前结束（SIGKILL）');
  // Files keep the English one.
  expect(failedEnd(error)).toMatchObject({ message: 'the worker process ended early (SIGKILL)' });
});

it('is what the engine said, where it is not', () => {
  expect(reason(new Error('out of memory'), 'zh')).toBe('out of memory');
  expect(reason('gone', 'zh')).toBe('gone');
});
