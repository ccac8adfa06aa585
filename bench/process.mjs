/** Contestants as child processes: one question in, one line of JSON out. */
import { spawn } from 'node:child_process';

/** Python would leave compiled files beside the sources. */
const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };

/** A child that did not answer; `message` is the most telling line of what it wrote to standard error. */
export class NoAnswer extends Error {}

/**
 * @param signal when it is aborted, the child ends with everything that it started.
 * @throws NoAnswer
 */
export function ask(command, args, signal) {
  signal.throwIfAborted();
  // A group of its own, so that one signal reaches the child's children too.
  const child = spawn(command, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, complaints] = [[], []];
  child.stdout.on('data', (data) => out.push(data));
  child.stderr.on('data', (data) => complaints.push(data));
  const stop = () => endGroup(child);
  signal.addEventListener('abort', stop);
  return new Promise((resolve, reject) => {
    child.on('error', ({ message }) => reject(new NoAnswer(message)));
    child.on('close', (code, killedBy) => {
      if (signal.aborted) return reject(signal.reason);
      if (code === 0) return resolve(String(Buffer.concat(out)).trim().split('\n').at(-1));
      reject(new NoAnswer(telling(String(Buffer.concat(complaints))) ?? `ended with ${killedBy ?? code}`));
    });
  }).finally(() => signal.removeEventListener('abort', stop));
}

function endGroup({ pid }) {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}

function telling(text) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return (lines.find((line) => /^\w*(Error|Exception)\b/.test(line)) ?? lines.at(-1))?.trim();
}
