import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isLocked, releaseLock, takeLock } from '../../../src/store/lock.node.ts';

const statOf = (pid: number): string[] => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];

describe.runIf(existsSync('/proc/self/stat'))('the lock of a folder', () => {
  let folder: string;
  let parent: ChildProcess;
  let holder: number;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'normlab-test-'));
    // The shell turns into a program that never asks what became of its children.
    parent = spawn('sh', ['-c', 'sleep 30 & echo $!; exec sleep 30'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [line] = (await once(parent.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    holder = Number(String(line));
    // Until then it is a shell, which would ask.
    while (readFileSync(`/proc/${parent.pid}/comm`, 'utf8').trim() !== 'sleep') await sleep(5);
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    writeFileSync(join(folder, 'lock'), JSON.stringify({ pid: holder, boot, started: statOf(holder)[19] }));
  });

  afterEach(() => {
    parent.kill('SIGKILL');
    try {
      process.kill(holder, 'SIGKILL');
    } catch {
      // it has ended
    }
    rmSync(folder, { recursive: true });
  });

  it('is kept by a process that lives', () => {
    expect(isLocked(folder)).toBe(true);
    expect(() => takeLock(folder)).toThrowError(expect.objectContaining({ key: 'error.runLocked' }));
  });

  it('falls to the next when its holder has ended, also while nobody has asked after it', async () => {
    process.kill(holder, 'SIGKILL');
    while (statOf(holder)[0] !== 'Z') await sleep(5);
    expect(isLocked(folder)).toBe(false);
    takeLock(folder);
    expect(isLocked(folder)).toBe(true);
    releaseLock(folder);
    expect(isLocked(folder)).toBe(false);
  });
});
