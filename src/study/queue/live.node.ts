/** Events of a running job on their way to the study, in bundles; on the way back comes whether anyone still wants it. */
import { type Keys, keepSeconds } from './keys.ts';
import type { Redis } from './redis.node.ts';
import type { Bundle } from './wire.ts';

const flushMs = 200;

export class Live {
  /** Every event so far, a line each. */
  readonly lines: string[] = [];
  private sent = 0;
  private sending: Promise<void> = Promise.resolve();
  private idle = true;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly redis: Redis,
    private readonly keys: Keys,
    private readonly job: string,
    private readonly unwanted: () => void,
  ) {
    this.timer = setInterval(() => {
      if (this.idle) this.sending = this.flush();
    }, flushMs);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.sending;
  }

  /** One at a time: while Redis is away, what happens meanwhile becomes one bundle. */
  private async flush(): Promise<void> {
    this.idle = false;
    const bundle: Bundle = { from: this.sent, lines: this.lines.slice(this.sent) };
    this.sent = this.lines.length;
    const key = this.keys.events(this.job);
    try {
      if (bundle.lines.length > 0) await this.redis.multi().rpush(key, JSON.stringify(bundle)).expire(key, keepSeconds.events).exec();
      if ((await this.redis.exists(this.keys.stop(this.job))) === 1) this.unwanted();
    } catch {
      // Nothing is lost: the result brings every event.
    }
    this.idle = true;
  }
}
