/** Lets a training pass step by step: as many steps as were allowed, then it waits. */
export class Gate {
  private allowed = 0;
  private wake: (() => void) | undefined;

  /** @param steps how many more; Infinity until told otherwise, 0 to wait after the running one. */
  allow(steps: number): void {
    this.allowed = steps;
    if (steps > 0) this.open();
  }

  /** Ends all waiting, whatever is allowed. */
  open(): void {
    this.wake?.();
    this.wake = undefined;
  }

  /** Whether the training will wait after this step. */
  get closing(): boolean {
    return this.allowed <= 1;
  }

  /** Called after each step, or for steps that were taken before. */
  spend(steps: number): void {
    this.allowed -= steps;
  }

  /** Resolves when a further step is allowed. */
  async wait(): Promise<void> {
    if (this.allowed > 0) return;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
  }
}

const channel = new MessageChannel();
let waiting: (() => void) | undefined;
channel.port1.onmessage = () => waiting?.();

/** Gives messages from the page their turn; a timer would wait for milliseconds. */
export const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    waiting = resolve;
    channel.port2.postMessage(0);
  });
