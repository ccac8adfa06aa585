/** Where a sitting stands, on standard error: a live line in a terminal, a plain line now and then elsewhere. */
import { nameOf } from './work.mjs';

const plainMs = 10_000;

/** Guesses for the first jobs, in billions of FLOPs per second and in seconds to start; what is measured corrects them. */
const rates = { ceiling: 70, native: 60, 'ort-node': 50, 'ort-wasm': 10, profile: 50, pytorch: 60, 'tfjs-wasm': 3, 'jax-js-wasm': 5 };
const startSeconds = { ceiling: 2, native: 2, 'ort-node': 1, 'ort-wasm': 1, profile: 2, pytorch: 2.5, 'tfjs-wasm': 2, 'jax-js-wasm': 4 };

const whoOf = ({ kind, contestant }) => (kind === 'step' ? contestant.engine : kind);
const guess = (job) => startSeconds[whoOf(job)] + job.flops / 1e9 / rates[whoOf(job)];

export class Progress {
  #left;
  #total;
  #began = 0;
  #shown = Number.NEGATIVE_INFINITY;
  #measured = new Map();

  constructor(jobs, stream = process.stderr) {
    this.#left = [...jobs];
    this.#total = jobs.length;
    this.stream = stream;
  }

  begin(job) {
    this.#began = performance.now();
    if (!this.stream.isTTY && this.#began - this.#shown < plainMs) return;
    this.#shown = this.#began;
    const line = `[${this.#total - this.#left.length + 1}/${this.#total}] ${wording(job)}, about ${duration(this.secondsLeft())} left`;
    this.stream.write(this.stream.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
  }

  end(job) {
    const seen = this.#measured.get(whoOf(job)) ?? { seconds: 0, guessed: 0 };
    const seconds = seen.seconds + (performance.now() - this.#began) / 1000;
    this.#measured.set(whoOf(job), { seconds, guessed: seen.guessed + guess(job) });
    this.skip();
  }

  skip() {
    this.#left.shift();
  }

  secondsLeft() {
    return this.#left.reduce((total, job) => {
      const seen = this.#measured.get(whoOf(job));
      return total + guess(job) * (seen ? seen.seconds / seen.guessed : 1);
    }, 0);
  }

  close() {
    if (this.stream.isTTY) this.stream.write('\r\x1b[K');
  }
}

function wording({ kind, contestant, shape, round, threads }) {
  const who = kind !== 'step' ? kind : `${contestant.engine}${contestant.diagnostics ? ' with diagnostics' : ''}`;
  return `${nameOf(shape)}, round ${round + 1}: ${who}, ${threads === 1 ? '1 thread' : `${threads} threads`}`;
}

const duration = (seconds) => (seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`);
