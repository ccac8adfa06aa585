/** Progress on standard error: a live line in a terminal, a plain line now and then elsewhere. */
import { createLogUpdate } from 'log-update';
import { type Language, type MessageKey, type MessageValues, message } from '../core/message/index.ts';

const liveMs = 100;
const plainMs = 10_000;

export class Progress {
  private readonly began = performance.now();
  private shownAt: number;
  private readonly live: boolean;
  private readonly draw: ReturnType<typeof createLogUpdate>;

  constructor(
    private readonly language: Language,
    private readonly stream: NodeJS.WriteStream = process.stderr,
  ) {
    this.live = Boolean(stream.isTTY);
    this.draw = createLogUpdate(stream);
    // The first plain line comes after a second, so that a log shows at once that something runs.
    this.shownAt = this.began - (this.live ? liveMs : plainMs - 1000);
  }

  /** `share` of all work done, 0 to 1. */
  show(key: MessageKey, share: number, values: MessageValues): void {
    const now = performance.now();
    if (now - this.shownAt < (this.live ? liveMs : plainMs)) return;
    this.shownAt = now;
    const left = timeLeft(this.language, share > 0.01 ? ((now - this.began) / 1000) * (1 / share - 1) : undefined);
    const line = message(this.language, key, { ...values, percent: Math.floor(share * 100), left });
    if (this.live) this.draw(`${bar(share)} ${line}`);
    else this.stream.write(`${line}\n`);
  }

  done(): void {
    if (this.live) this.draw.clear();
  }
}

const barWidth = 24;
const bar = (share: number): string => '█'.repeat(Math.round(share * barWidth)).padEnd(barWidth, '░');

export function timeLeft(language: Language, seconds: number | undefined): string {
  if (seconds === undefined) return message(language, 'cli.left.unknown');
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return message(language, 'cli.left.seconds', { n: whole });
  if (whole < 3600) return message(language, 'cli.left.minutes', { m: Math.floor(whole / 60), s: whole % 60 });
  const minutes = Math.round(whole / 60);
  return message(language, 'cli.left.hours', { h: Math.floor(minutes / 60), m: minutes % 60 });
}
