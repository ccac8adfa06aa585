/** Histories of the runs that were opened, brought up to date when they are asked for; the longest unused ones are forgotten. */
import { eventsFile } from '../../store/run-folder.node.ts';
import { GrowingLines } from './growing-lines.node.ts';
import { History } from './history.ts';
import { limits } from './limits.ts';

class Kept {
  history = new History();
  private readonly lines: GrowingLines;
  private reading: Promise<void> | undefined;

  constructor(folder: string) {
    this.lines = new GrowingLines(eventsFile(folder));
  }

  /** One reader at a time: who comes meanwhile waits for it. */
  read(): Promise<void> {
    this.reading ??= this.advance().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  private async advance(): Promise<void> {
    const there = await this.lines.read(
      (line) => this.history.add(line),
      () => {
        this.history = new History();
      },
    );
    if (!there) this.history = new History();
  }
}

export class Histories {
  /** In order of last use. */
  private readonly kept = new Map<string, Kept>();

  /** What the run's events tell by now. @param folder from the index. */
  async of(folder: string): Promise<History> {
    const kept = this.kept.get(folder) ?? new Kept(folder);
    this.kept.delete(folder);
    this.kept.set(folder, kept);
    await kept.read();
    this.forget();
    return kept.history;
  }

  private forget(): void {
    let bytes = [...this.kept.values()].reduce((sum, { history }) => sum + history.bytes, 0);
    for (const [folder, { history }] of this.kept) {
      if (bytes <= limits.histories || this.kept.size === 1) return;
      bytes -= history.bytes;
      this.kept.delete(folder);
    }
  }
}
