/** Tells each event of a run once, whatever came twice, too late or not at all on the way. */
import type { JobEvent } from '../executor.ts';
import { type Bundle, readEvent } from './wire.ts';

export class Told {
  /** Set when an attempt did not repeat what an earlier one had told. */
  differs = false;
  private readonly lines: string[] = [];

  constructor(private readonly tell: (event: JobEvent) => void) {}

  /** Live events. Those behind a gap wait for the end. */
  bundle({ from, lines }: Bundle): void {
    for (const [i, line] of lines.entries()) this.line(from + i, line);
  }

  /** All events, now that they are known. Nothing further is told once an attempt differs. */
  all(lines: readonly string[]): void {
    if (lines.length < this.lines.length) this.differs = true;
    for (const [i, line] of lines.entries()) this.line(i, line);
  }

  private line(i: number, line: string): void {
    if (i > this.lines.length || this.differs) return;
    if (i < this.lines.length) {
      this.differs = this.lines[i] !== line;
      return;
    }
    this.lines.push(line);
    this.tell(readEvent(line));
  }
}
