/** Values over steps in bounded room: neighbours are put together when it gets full, and no spike and no NaN is lost. */

/** In the order of their codes. */
export const oddWords = ['', 'NaN', 'Infinity', '-Infinity'] as const;

const codeOf = (value: number): number => (Number.isNaN(value) ? 1 : value > 0 ? 2 : 3);

export class Buckets {
  /** Columns in use. */
  length = 0;
  /** Last step that was added. */
  last = -1;
  /** Entries that a column holds. */
  private stride = 1;
  private filled = 0;
  private room = 32;
  /** First step of each column. */
  steps = new Float64Array(this.room);
  /** By column, then by place: least, greatest, sum and count of the finite values; code of the first that was not. */
  low: Float64Array;
  high: Float64Array;
  sum: Float64Array;
  count: Uint32Array;
  odd: Uint8Array;

  /**
   * @param places numbers that come with each step.
   * @param most columns kept, at least half of them once so many steps have come; an even number.
   */
  constructor(
    readonly places: number,
    private readonly most: number,
  ) {
    const cells = places * this.room;
    this.low = new Float64Array(cells);
    this.high = new Float64Array(cells);
    this.sum = new Float64Array(cells);
    this.count = new Uint32Array(cells);
    this.odd = new Uint8Array(cells);
  }

  get bytes(): number {
    return this.low.length * 29 + this.steps.length * 8;
  }

  /** Whether a column stands for several steps. */
  get merged(): boolean {
    return this.stride > 1;
  }

  /** `values` has one number for each place; what is left out was not measured. */
  add(step: number, values: ArrayLike<number>): void {
    if (this.length === 0 || this.filled === this.stride) this.open(step);
    this.filled++;
    this.last = step;
    const from = (this.length - 1) * this.places;
    for (let place = 0; place < Math.min(this.places, values.length); place++) this.put(from + place, values[place] as number);
  }

  private put(cell: number, value: number): void {
    if (!Number.isFinite(value)) {
      if (this.odd[cell] === 0) this.odd[cell] = codeOf(value);
      return;
    }
    const first = this.count[cell] === 0;
    // As in join: with min and max it makes no difference in which order 0 and -0 come.
    this.low[cell] = first ? value : Math.min(this.low[cell] as number, value);
    this.high[cell] = first ? value : Math.max(this.high[cell] as number, value);
    this.sum[cell] = (this.sum[cell] as number) + value;
    this.count[cell] = (this.count[cell] as number) + 1;
  }

  private open(step: number): void {
    if (this.length === this.most) this.halve();
    if (this.length === this.room) this.grow();
    this.steps[this.length] = step;
    this.length++;
    this.filled = 0;
  }

  /** Every two neighbours become one. */
  private halve(): void {
    const { places } = this;
    const half = this.length / 2;
    for (let to = 0; to < half; to++) {
      this.steps[to] = this.steps[2 * to] as number;
      for (let place = 0; place < places; place++) this.join(to * places + place, 2 * to * places + place, (2 * to + 1) * places + place);
    }
    for (const list of [this.low, this.high, this.sum, this.count, this.odd]) list.fill(0, half * places);
    this.length = half;
    this.stride *= 2;
  }

  private join(to: number, a: number, b: number): void {
    const [inA, inB] = [this.count[a] as number, this.count[b] as number];
    const pick = (of: Float64Array, choose: (x: number, y: number) => number): number =>
      inA === 0 ? (of[b] as number) : inB === 0 ? (of[a] as number) : choose(of[a] as number, of[b] as number);
    this.low[to] = pick(this.low, Math.min);
    this.high[to] = pick(this.high, Math.max);
    this.sum[to] = (this.sum[a] as number) + (this.sum[b] as number);
    this.count[to] = inA + inB;
    this.odd[to] = (this.odd[a] as number) || (this.odd[b] as number);
  }

  private grow(): void {
    this.room = Math.min(this.room * 2, this.most);
    const longer = <T extends Float64Array | Uint32Array | Uint8Array>(list: T, places: number): T => {
      const made = new (list.constructor as new (n: number) => T)(this.room * places);
      made.set(list as never);
      return made;
    };
    this.steps = longer(this.steps, 1);
    this.low = longer(this.low, this.places);
    this.high = longer(this.high, this.places);
    this.sum = longer(this.sum, this.places);
    this.count = longer(this.count, this.places);
    this.odd = longer(this.odd, this.places);
  }
}
