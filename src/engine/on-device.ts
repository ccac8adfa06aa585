import type { InferenceSession, Tensor } from 'onnxruntime-common';
import type { Data, DeviceValue } from './types.ts';

/** A tensor of ONNX Runtime in a device's memory. */
export class OnDevice implements DeviceValue {
  private held = true;

  constructor(
    readonly tensor: Tensor,
    private readonly read: (tensor: Tensor) => Promise<Data>,
    private readonly released: () => void,
  ) {}

  download(): Promise<Data> {
    return this.read(this.tensor);
  }

  release(): void {
    if (!this.held) return;
    this.held = false;
    this.tensor.dispose();
    this.released();
  }
}

/**
 * A session's native side is kept until the last value it left on the device is given back: its allocator is needed for that, and
 * freeing one through a session that is gone ends the process.
 */
export class Lease {
  private values = 0;
  private wanted = true;

  constructor(private readonly session: InferenceSession) {}

  hold(tensor: Tensor, read: (tensor: Tensor) => Promise<Data>): OnDevice {
    this.values++;
    return new OnDevice(tensor, read, () => {
      this.values--;
      // Nobody waits for this one; what could fail is told by the next call to the runtime.
      void this.end().catch(() => undefined);
    });
  }

  release(): Promise<void> {
    this.wanted = false;
    return this.end();
  }

  private async end(): Promise<void> {
    if (!this.wanted && this.values === 0) await this.session.release();
  }
}
